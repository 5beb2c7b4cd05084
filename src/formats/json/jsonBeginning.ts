/** What a JSON text holds that may be cut short, or broken in some place. */
export interface JsonBeginning {
  /** As far as it could be read: the innermost value that is cut holds what was read of it. */
  readonly value: unknown;
  /**
   * - `whole`: only white space follows the value.
   * - `followed`: something else follows it.
   * - `cut`: the text ends before the value does.
   * - `broken`: the text is no JSON from some place on, which is within the last value.
   */
  readonly state: "whole" | "followed" | "cut" | "broken";
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const SCALAR = /[^ \t\r\n,:[\]{}"]*/y;
/** What is nested deeper is taken for broken. */
const MAX_DEPTH = 200;

/** Reads the value that a text begins with. */
export function readBeginning(text: string): JsonBeginning {
  let at = 0;
  let state: "whole" | "cut" | "broken" = "whole";

  function stop(): undefined {
    state = at === text.length ? "cut" : "broken";
  }

  function token(pattern: RegExp): string {
    pattern.lastIndex = at;
    const [found = ""] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  }

  /** The next character that is no white space; undefined at the end. */
  function next(): string | undefined {
    token(SPACE);
    return text[at];
  }

  function parsed(literal: string): unknown {
    try {
      return JSON.parse(literal);
    } catch {
      state = "broken";
      return undefined;
    }
  }

  function readString(): unknown {
    const literal = token(STRING);
    if (literal !== "") return parsed(literal);
    at = text.length;
    return stop();
  }

  /** A number at the end of the text may be a part of one. */
  function readScalar(): unknown {
    const literal = token(SCALAR);
    return literal === "" || at === text.length ? stop() : parsed(literal);
  }

  function readValue(depth: number): unknown {
    const start = next();
    if (start === '"') return readString();
    if (start !== "[" && start !== "{") return readScalar();
    if (depth === MAX_DEPTH) return stop();
    return start === "[" ? readArray(depth + 1) : readObject(depth + 1);
  }

  function readArray(depth: number): unknown[] {
    const values: unknown[] = [];
    readAll("]", () => {
      const value = readValue(depth);
      if (value !== undefined) values.push(value);
    });
    return values;
  }

  function readObject(depth: number): Record<string, unknown> {
    const fields: [string, unknown][] = [];
    readAll("}", () => {
      if (next() !== '"') return stop();
      const key = readString();
      if (typeof key !== "string") return;
      if (next() !== ":") return stop();
      at++;
      const value = readValue(depth);
      if (value !== undefined) fields.push([key, value]);
    });
    return Object.fromEntries(fields);
  }

  /** Reads what stands between brackets, with commas between. */
  function readAll(close: string, readOne: () => void): void {
    at++;
    if (next() === close) {
      at++;
      return;
    }
    while (true) {
      readOne();
      if (state !== "whole") return;
      const mark = next();
      if (mark !== "," && mark !== close) {
        stop();
        return;
      }
      at++;
      if (mark === close) return;
    }
  }

  const value = readValue(0);
  const isFollowed = state === "whole" && next() !== undefined;
  return { value, state: isFollowed ? "followed" : state };
}
