import { spawnSync } from "node:child_process";

/** The Python that has NumPy, where there is one. */
const PYTHON = "/usr/bin/python3";

export const hasNumpy = spawnSync(PYTHON, ["-c", "import numpy"]).status === 0;

/** What a Python program writes; `np`, `io`, `json` and `sys` are there, and the bytes given as `data`. */
export function python(program: string, data: Uint8Array = new Uint8Array()): Buffer {
  const start = "import io, json, sys\nimport numpy as np\ndata = sys.stdin.buffer.read()\n";
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", start + program], {
    input: data,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(String(stderr));
  return stdout;
}

/** The .npy file of a NumPy expression. */
export function saved(expression: string): Buffer {
  return python(`np.save(sys.stdout.buffer, ${expression})`);
}

/** What NumPy makes of an .npy file, by an expression with `array`. */
export function loaded(bytes: Uint8Array, expression: string): unknown {
  const program = `array = np.load(io.BytesIO(data))\nprint(json.dumps(${expression}))`;
  return JSON.parse(String(python(program, bytes)));
}

export function sourceOf(name: string, bytes: Uint8Array) {
  const read = async (start: number, end: number) => bytes.slice(start, end);
  return { name, size: bytes.length, read };
}
