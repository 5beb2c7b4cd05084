import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Download, Locator, Page } from "playwright-core";

/** Runs with the path of a new folder, which is gone afterwards. */
export async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "headtail-bench-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, maxRetries: 3 });
  }
}

/** Waits until the page has nothing under way, its tables loaded too, and is kept for offline use. */
export async function settle(page: Page): Promise<void> {
  await page.getByText("Works offline.").waitFor();
  await page.waitForTimeout(3000);
}

/** Milliseconds from the choice of a file until counts and curve of its pool are painted. */
export function timeDrop(page: Page, path: string): Promise<number> {
  return timeChoice(page, page.locator("header").getByLabel("Files to open"), path);
}

/** Milliseconds from the choice of a metadata list until the pool is painted as it has it matched. */
export function timeMetadata(page: Page, path: string): Promise<number> {
  return timeChoice(page, page.getByLabel("Metadata list to use"), path);
}

async function timeChoice(page: Page, input: Locator, path: string): Promise<number> {
  const time = page.evaluate(async () => {
    const before = document.querySelector("[data-pool]")?.getAttribute("data-pool");
    await new Promise((resolve) =>
      addEventListener("change", resolve, { capture: true, once: true }),
    );
    const start = performance.now();
    while (document.querySelector("[data-pool]")?.getAttribute("data-pool") === before) {
      const problem = document.querySelector("[role=alert]");
      if (problem !== null) throw new Error(`The page says: ${problem.textContent}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    // The frame after the next one begins when the new screen has been painted.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - start;
  });
  await input.setInputFiles(path);
  return time;
}

/** Milliseconds to read a file and JSON.parse each of its lines, in a worker for each core. */
export async function timeParse(page: Page, path: string): Promise<number> {
  await chooseFile(page, path);
  return page.evaluate(async () => {
    const input = document.getElementById("chosen") as HTMLInputElement;
    const file = input.files?.[0] as File;
    const code = `onmessage = async ({ data: lines }) => {
      const block = 2 ** 20;
      const decoder = new TextDecoder();
      const read = (start) => lines.slice(start, start + block).arrayBuffer();
      let next = read(0), rest = "", parsed = 0;
      for (let start = 0; start < lines.size; start += block) {
        const bytes = await next;
        next = read(start + block);
        const parts = (rest + decoder.decode(bytes, { stream: true })).split("\\n");
        rest = parts.pop();
        for (const line of parts) if (JSON.parse(line)) parsed++;
      }
      if (rest !== "" && JSON.parse(rest)) parsed++;
      postMessage(parsed);
    }`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const workers = Array.from({ length: navigator.hardwareConcurrency }, () => new Worker(url));
    const start = performance.now();
    const cuts = [0];
    for (let i = 1; i < workers.length; i++) {
      const near = Math.floor((file.size * i) / workers.length);
      const bytes = new Uint8Array(await file.slice(near, near + 2 ** 16).arrayBuffer());
      cuts.push(near + bytes.indexOf(0x0a) + 1);
    }
    await Promise.all(
      workers.map(
        (worker, i) =>
          new Promise((resolve, reject) => {
            worker.onmessage = resolve;
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage(file.slice(cuts[i], cuts[i + 1]));
          }),
      ),
    );
    const time = performance.now() - start;
    for (const worker of workers) worker.terminate();
    return time;
  });
}

/**
 * Milliseconds from the click on Save until the balanced subset is handed to the downloads, and the
 * bytes of its three files.
 */
export async function timeExport(
  page: Page,
): Promise<{ readonly milliseconds: number; readonly bytes: number }> {
  await page.getByRole("button", { name: /^Export/ }).click();
  const downloads: Download[] = [];
  let milliseconds = 0;
  const all = new Promise<void>((resolve) => {
    page.on("download", (download) => {
      if (downloads.push(download) === 1) milliseconds = performance.now() - start;
      if (downloads.length === 3) resolve();
    });
  });
  const start = performance.now();
  await page.getByRole("button", { name: /^Save/ }).click();
  await all;
  page.removeAllListeners("download");
  let bytes = 0;
  for (const download of downloads) {
    bytes += (await stat(await download.path())).size;
    await download.delete();
  }
  return { milliseconds, bytes };
}

/**
 * Milliseconds to read a file in a worker, block by block as an export does, and to write so many
 * of its bytes to the tab's own storage, where an export goes that is downloaded.
 */
export async function timeCopy(page: Page, path: string, bytesWritten: number): Promise<number> {
  await chooseFile(page, path);
  return page.evaluate(async (bytesWritten) => {
    const input = document.getElementById("chosen") as HTMLInputElement;
    const file = input.files?.[0] as File;
    const code = `onmessage = async ({ data: { file, share } }) => {
      const block = 2 ** 22;
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle("copy", { create: true });
      const access = await handle.createSyncAccessHandle();
      access.truncate(0);
      const read = (start) => file.slice(start, start + block).arrayBuffer();
      let next = read(0);
      for (let start = 0; start < file.size; start += block) {
        const bytes = new Uint8Array(await next);
        next = read(start + block);
        access.write(bytes.subarray(0, Math.round(bytes.length * share)));
      }
      access.close();
      postMessage(null);
    }`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const worker = new Worker(url);
    const start = performance.now();
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ file, share: bytesWritten / file.size });
    });
    const time = performance.now() - start;
    worker.terminate();
    await (await navigator.storage.getDirectory()).removeEntry("copy");
    return time;
  }, bytesWritten);
}

/** Puts a file into a field of the page that Headtail knows nothing of. */
async function chooseFile(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    document.getElementById("chosen")?.remove();
    const input = document.createElement("input");
    input.type = "file";
    input.id = "chosen";
    input.addEventListener("change", (event) => event.stopPropagation());
    document.body.append(input);
  });
  await page.locator("#chosen").setInputFiles(path);
}

/** Milliseconds of each frame with a move of t, over the whole scale: script, layout, paint. */
export function timeMoves(page: Page, moves: number): Promise<number[]> {
  return page.evaluate(async (moves) => {
    const slider = document.querySelector<HTMLInputElement>("input[type=range]");
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    if (!slider || !setValue) throw new Error("There is no slider.");
    const painted = new MessageChannel();
    const times: number[] = [];
    for (let i = 0; i < moves; i++) {
      await new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          const start = performance.now();
          painted.port1.onmessage = () => {
            times.push(performance.now() - start);
            resolve();
          };
          setValue.call(slider, String(i / moves));
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          // Its message comes after the frame is laid out and painted.
          painted.port2.postMessage(null);
        });
      });
    }
    return times;
  }, moves);
}

/** Milliseconds from a move of t until the exact balance stands there, the wait for rest included. */
export function timeBalance(page: Page, position: number): Promise<number> {
  return page.evaluate(async (position) => {
    const slider = document.querySelector<HTMLInputElement>("input[type=range]");
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    const tiles = [...document.querySelectorAll("dl")].find(({ textContent }) =>
      textContent?.includes("capped matches"),
    );
    if (!slider || !setValue || !tiles) throw new Error("There is no slider.");
    const start = performance.now();
    setValue.call(slider, String(position));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (!/expected [\d,]+ ±/.test(tiles.textContent ?? ""));
    return performance.now() - start;
  }, position);
}
