import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";

const root = new URL("../", import.meta.url);

it("the example of the README runs and gives exact chances", async () => {
  const readme = await readFile(new URL("README.md", root), "utf8");
  const [, code] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const folder = new URL("node_modules/.cache/readme/", root);
  await mkdir(folder, { recursive: true });
  const file = new URL("example.ts", folder);
  await writeFile(file, code.replace("./src/", new URL("src/", root).pathname));
  const { chances } = await import(/* @vite-ignore */ file.pathname);
  expect(chances[0]).toBe(1);
  expect(chances[1]).toBeCloseTo(1 - (2 / 3) * (1 / 2), 15);
  expect(chances[2]).toBe(1);
});
