/** What a Python literal stands for; tuples are arrays like lists. */
export type PythonValue =
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | ReadonlyMap<PythonValue, PythonValue>;

const TOKEN =
  /\s*(?:([()[\]{},:])|(True|False|None)\b|([+-]?\d+)L?|[ub]?('[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"))/y;
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([\s\S]))/gi;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const NAMED: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const MAX_DEPTH = 32;

/**
 * Reads a Python literal of strings, integers, booleans, None, tuples, lists and dicts.
 *
 * @returns undefined when it is something else, or nested more than 32 deep
 */
export function parsePythonLiteral(text: string): PythonValue | undefined {
  let at = 0;

  function next(): { mark: string } | { value: PythonValue } {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) throw NOT_LITERAL;
    at = TOKEN.lastIndex;
    const [, mark, name, integer, string] = token;
    if (mark !== undefined) return { mark };
    if (name !== undefined) return { value: NAMED.get(name) ?? null };
    if (integer !== undefined) return { value: Number(integer) };
    return { value: string.slice(1, -1).replace(ESCAPE, unescaped) };
  }

  function value(token: ReturnType<typeof next>, depth: number): PythonValue {
    if ("value" in token) return token.value;
    const close = CLOSING[token.mark];
    if (close === undefined || depth > MAX_DEPTH) throw NOT_LITERAL;
    const items: PythonValue[] = [];
    const pairs = new Map<PythonValue, PythonValue>();
    for (let item = next(); ; item = next()) {
      if ("mark" in item && item.mark === close) break;
      const first = value(item, depth + 1);
      if (close !== "}") items.push(first);
      else {
        expect(":", next());
        pairs.set(first, value(next(), depth + 1));
      }
      const after = next();
      if ("mark" in after && after.mark === close) {
        // What is in brackets alone, without a comma, is no tuple.
        if (close === ")" && items.length === 1) return items[0];
        break;
      }
      expect(",", after);
    }
    return close === "}" ? pairs : items;
  }

  try {
    const whole = value(next(), 0);
    return text.slice(at).trim() === "" ? whole : undefined;
  } catch (error) {
    if (error === NOT_LITERAL) return undefined;
    throw error;
  }
}

const NOT_LITERAL = new Error("not a Python literal");

function expect(mark: string, token: { mark: string } | { value: PythonValue }): void {
  if (!("mark" in token) || token.mark !== mark) throw NOT_LITERAL;
}

function unescaped(_: string, x?: string, u?: string, long?: string, other = ""): string {
  const hex = x ?? u ?? long;
  if (hex === undefined) return ESCAPED[other] ?? other;
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
