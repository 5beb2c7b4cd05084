"""Matches captions with pyahocorasick, as the published fast path does. bench/peers.ts drives it.

Reads one JSON message a line and answers each with one JSON line:
  {"entries": [...]}   builds the automaton   -> {"version", "seconds"}
  {"captions": [...]}  keeps them             -> {}
  {}                   matches and counts     -> {"seconds", "matches", "hash"}

The hash is the SHA-256 of the entry counts as 32-bit words in metadata order.
"""

import gc
import hashlib
import importlib.metadata
import json
import platform
import sys
import time
from array import array

import ahocorasick

SPACING = str.maketrans({**{mark: f" {mark} " for mark in ",.;:?!`"}, **dict.fromkeys("\t\n\r", " ")})


def build(entries):
    automaton = ahocorasick.Automaton()
    for entry_id, entry in enumerate(entries):
        automaton.add_word(f" {entry} ", entry_id)
    automaton.make_automaton()
    return automaton


def version():
    library = importlib.metadata.version("pyahocorasick")
    return f"pyahocorasick {library}, Python {platform.python_version()}"


def count(automaton, captions, entries):
    counts = [0] * entries
    for caption in captions:
        spaced = f" {caption.translate(SPACING)} "
        for entry_id in {entry_id for _, entry_id in automaton.iter(spaced)}:
            counts[entry_id] += 1
    return counts


def main():
    automaton, entries, captions = None, 0, []
    for line in sys.stdin:
        message = json.loads(line)
        answer = {}
        start = time.perf_counter()
        if "entries" in message:
            automaton = build(message["entries"])
            answer["seconds"] = time.perf_counter() - start
            entries = len(message["entries"])
            answer["version"] = version()
        elif "captions" in message:
            captions = message["captions"]
        else:
            counts = count(automaton, captions, entries)
            answer["seconds"] = time.perf_counter() - start
            answer["matches"] = sum(counts)
            answer["hash"] = hashlib.sha256(array("I", counts)).hexdigest()
        del message
        gc.collect()
        gc.freeze()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
