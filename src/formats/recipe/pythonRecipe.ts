import { KEY_FIELDS } from "../jsonl/fields.ts";
import { MAX_LINE_BYTES } from "../jsonl/lines.ts";

/** What the script needs to do what the page does. */
export interface PythonRecipe {
  /** File name of the metadata: a JSON array of strings, or one entry a line. */
  readonly metadata: string;
  /** File name of the entry counts: a JSON object, `{entry: count}`. */
  readonly counts: string;
  /** JSONL files with captions, plain or in gzip, in their order, and the field that holds them. */
  readonly files: readonly { readonly name: string; readonly captionField: string }[];
  readonly t: number;
  /** Integer from 0 to 2^32 − 1. */
  readonly seed: number;
}

/**
 * A Python script that writes the lines of the captions that stay to standard output, byte for byte
 * those that `headtail balance` writes. It needs Python 3.9 or newer and nothing else.
 *
 * It draws only where a caption has no tail entry: a draw is below 1, so an entry with a count of at
 * most t keeps its captions whatever is drawn.
 */
export function pythonRecipe({ metadata, counts, files, t, seed }: PythonRecipe): string {
  const named = files.map(
    ({ name, captionField }) => `    (${literal(name)}, ${literal(captionField)}),\n`,
  );
  return `"""Writes the captions that stay when image-text data is balanced, as Headtail does it.

Needs Python 3.9 or newer. Run it where the files are:

    python3 balance.py > balanced.jsonl

The method is that of "Demystifying CLIP Data" (arXiv 2309.16671): an entry with a count of c
keeps a caption with a probability of min(1, T / c), and a caption stays when one of its entries
keeps it.
"""
import gzip
import json
import math
import os
import re
import sys
from decimal import Decimal

T = ${t}
SEED = ${seed}
METADATA = ${literal(metadata)}
COUNTS = ${literal(counts)}
FILES = [  # name, field of the caption
${named.join("")}]
${SCRIPT}`;
}

/** A string as Python spells it, which is as JSON does. */
function literal(text: string): string {
  return JSON.stringify(text);
}

const SCRIPT = String.raw`
KEYS = [${KEY_FIELDS.map(literal).join(", ")}]  # what a draw hangs on: the first that a record has
LONGEST_LINE = ${MAX_LINE_BYTES}  # bytes
WORD = 0xFFFFFFFF


def read_text(path):
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode("utf-8-sig")


def read_metadata(path):
    text = read_text(path)
    is_array = re.match(r"[ \t\r\n]*\[", text)
    return set(json.loads(text) if is_array else re.split(r"\r?\n", text)) - {""}


# Matching. A comma and its like stand apart, and an entry matches where its tokens, split at
# every single space, are a run of the caption's. RUNS has every entry, and every beginning of
# one up to a space: True for an entry.
RUNS = {}
for entry in read_metadata(METADATA):
    for space in re.finditer(" ", entry):
        RUNS.setdefault(entry[: space.start()], False)
    RUNS[entry] = True


def matches(caption):
    spaced = re.sub("[,.;:?!${"`"}]", r" \g<0> ", caption)
    tokens = re.sub("[\t\n\r]", " ", spaced).split(" ")
    found = set()
    for first, run in enumerate(tokens):
        last = first
        while run in RUNS:
            if RUNS[run]:
                found.add(run)
            last += 1
            if last == len(tokens):
                break
            run += " " + tokens[last]
    return found


# The draw: a hash of the seed, the caption's key and the entry (MurmurHash3, 32 bits, twice).
def mix(h):
    h ^= h >> 16
    h = h * 0x85EBCA6B & WORD
    h ^= h >> 13
    h = h * 0xC2B2AE35 & WORD
    return h ^ h >> 16


def rotate(h, bits):
    return (h << bits | h >> 32 - bits) & WORD


def scramble(word):
    return rotate(word * 0xCC9E2D51 & WORD, 15) * 0x1B873593 & WORD


def hashed(text):
    data = text.encode("utf-8", "surrogatepass")
    whole = len(data) // 4 * 4
    words = [scramble(int.from_bytes(data[i : i + 4], "little")) for i in range(0, whole, 4)]
    rest = scramble(int.from_bytes(data[whole:], "little")) ^ len(data)
    lanes = []
    for h in (0x68656164, 0x7461696C):
        for word in words:
            h = rotate(h ^ word, 13) * 5 + 0xE6546B64 & WORD
        lanes.append(mix(h ^ rest))
    return lanes


SEED_1 = mix(SEED ^ 0x9E3779B9)
SEED_2 = mix(SEED_1 ^ 0x7F4A7C15)
SEEDED = {}  # entries of the head, hashed with the seed


def draw(key, entry):
    """From 0 to below 1."""
    if entry not in SEEDED:
        first, second = hashed(entry)
        SEEDED[entry] = mix(first ^ SEED_1), mix(second + SEED_2 & WORD)
    first, second = SEEDED[entry]
    first = mix(key[0] ^ first)
    low = mix((key[1] ^ second) + first & WORD)
    high = mix(first + low & WORD)
    return (high << 20 | low >> 12) * 2.0**-52


COUNT = json.loads(read_text(COUNTS))


def stays(caption, key):
    entries = matches(caption)
    if any(COUNT.get(entry, 0) <= T for entry in entries):
        return True  # a tail entry keeps all its captions
    lanes = hashed(key) if entries else None
    return any(draw(lanes, entry) * COUNT[entry] < T for entry in entries)


# Records.
def number_text(number):
    """A number as JavaScript writes it."""
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    if number == 0:
        return "0"
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if 0 < point <= 21:
        text = text.ljust(point, "0")
        text = text if len(text) == point else f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{text}"
    else:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        text = f"{text[0]}{fraction}e{point - 1:+d}"
    return f"-{text}" if sign else text


def key_of(record, path, line):
    for field in KEYS:
        value = record.get(field)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, float) and math.isfinite(value):
            return number_text(value)
    return f"{os.path.basename(path)}:{line}"


def no_number(name):
    raise ValueError(f"{name} is not JSON")


DECODER = json.JSONDecoder(parse_int=float, parse_constant=no_number)


def caption_of(line, field):
    """The caption of a line and its record, or None."""
    if len(line.rstrip(b"\n")) > LONGEST_LINE:
        return None
    try:
        record = DECODER.decode(line.decode())
    except ValueError:
        return None
    caption = record.get(field) if isinstance(record, dict) else None
    return (caption, record) if isinstance(caption, str) and caption else None


for path, field in FILES:
    with open(path, "rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if is_gzip else open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            found = caption_of(line, field)
            if found and stays(found[0], key_of(found[1], path, number)):
                sys.stdout.buffer.write(line if line.endswith(b"\n") else line + b"\n")
`;
