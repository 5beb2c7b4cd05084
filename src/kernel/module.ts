import { WASM } from "./wasm.ts";

let compiled: WebAssembly.Module | null = null;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Whether WASM with SIMD and shared memory runs here. */
export function canRunWasm(): boolean {
  if (typeof WebAssembly === "undefined") return false;
  if (!WebAssembly.validate(bytesOf(WASM))) return false;
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * An instance of src/kernel/assembly over a memory.
 *
 * @param readByJson see assembly/kernel.ts
 */
export function instantiate(
  memory: WebAssembly.Memory,
  readByJson: (start: number, end: number) => number,
): WebAssembly.Exports {
  compiled ??= new WebAssembly.Module(bytesOf(WASM));
  return new WebAssembly.Instance(compiled, { env: { memory }, kernel: { readByJson } }).exports;
}
