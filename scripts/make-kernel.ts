/** Compiles src/kernel/assembly to WebAssembly, as a module that holds it: src/kernel/wasm.ts. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const kernel = fileURLToPath(new URL("../src/kernel/", import.meta.url));
let binary: Uint8Array | null = null;
const { error, stderr } = await asc.main(
  [
    `${kernel}assembly/kernel.ts`,
    `${kernel}assembly/buildIndex.ts`,
    "--outFile",
    "kernel.wasm",
    "-O3",
    "--noAssert",
    "--runtime",
    "stub",
    "--importMemory",
    "--sharedMemory",
    "--initialMemory",
    "1",
    "--maximumMemory",
    "65536",
    "--memoryBase",
    "64",
    "--enable",
    "simd,threads,bulk-memory",
  ],
  {
    writeFile: (name, contents) => {
      if (name === "kernel.wasm") binary = contents as Uint8Array;
    },
  },
);
if (error !== null || binary === null) throw new Error(`${error?.message}\n${stderr.toString()}`);
writeFileSync(
  `${kernel}wasm.ts`,
  `/** The compiled src/kernel/assembly, in base64; made by scripts/make-kernel.ts. */\nexport const WASM =\n  "${Buffer.from(binary).toString("base64")}";\n`,
);
