"""The published fast path on whole files, on several processes. bench/pipeline.ts drives it.

Reads one JSON message a line and answers each with one JSON line:
  {"entries": [...], "processes": n}   builds the automaton        -> {"version", "seconds"}
  {"file": path}                       reads, matches and counts   -> {"seconds", "captions", "matches", "hash"}

Each process takes an even share of the file by lines. The hash is the SHA-256 of the entry counts
as 32-bit words in metadata order.
"""

import gc
import hashlib
import json
import multiprocessing
import os
import sys
import time
from array import array

from pyahocorasick_match import SPACING, build, version

automaton, entries = None, 0


def count_share(path, start, end):
    """Counts the lines that start in bytes [start, end)."""
    counts = [0] * entries
    captions = 0
    with open(path, "rb") as file:
        if start > 0:
            file.seek(start - 1)
            file.readline()
        position = file.tell()
        for line in file:
            if position >= end:
                break
            position += len(line)
            caption = json.loads(line)["text"]
            captions += 1
            spaced = f" {caption.translate(SPACING)} "
            for entry_id in {entry_id for _, entry_id in automaton.iter(spaced)}:
                counts[entry_id] += 1
    return captions, array("I", counts)


def shares(path, processes):
    size = os.path.getsize(path)
    cuts = [size * i // processes for i in range(processes + 1)]
    return [(path, start, end) for start, end in zip(cuts, cuts[1:])]


def main():
    global automaton, entries
    start = time.perf_counter()
    message = json.loads(sys.stdin.readline())
    processes = message["processes"]
    automaton, entries = build(message["entries"]), len(message["entries"])
    del message
    gc.collect()
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.starmap(len, [("",)] * processes, chunksize=1)
        seconds = time.perf_counter() - start
        print(json.dumps({"version": f"{version()}, {processes} processes", "seconds": seconds}), flush=True)
        for line in sys.stdin:
            path = json.loads(line)["file"]
            start = time.perf_counter()
            parts = pool.starmap(count_share, shares(path, processes), chunksize=1)
            counts = array("I", map(sum, zip(*(part for _, part in parts))))
            answer = {
                "seconds": time.perf_counter() - start,
                "captions": sum(captions for captions, _ in parts),
                "matches": sum(counts),
                "hash": hashlib.sha256(counts).hexdigest(),
            }
            print(json.dumps(answer), flush=True)


main()
