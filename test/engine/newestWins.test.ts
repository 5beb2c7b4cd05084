import { describe, expect, it } from "vitest";
import { newestWins } from "../../src/engine/newestWins.ts";

/** A job whose runs end when they are told to. */
function heldJob() {
  const running: { argument: number; end: (error?: Error) => void }[] = [];
  const ask = newestWins(
    (argument: number) =>
      new Promise<number>((resolve, reject) => {
        running.push({
          argument,
          end: (error) => (error ? reject(error) : resolve(argument * 10)),
        });
      }),
  );
  return { ask, running };
}

describe("a job of which the newest wins", () => {
  it("runs at once when nothing runs, and one after the other", async () => {
    const { ask, running } = heldJob();
    for (const argument of [1, 2, 3]) {
      const answer = ask(argument);
      running.at(-1)?.end();
      expect(await answer).toBe(argument * 10);
    }
  });

  it("leaves out what was asked for before the newest, and says so with an AbortError", async () => {
    const { ask, running } = heldJob();
    const first = ask(1);
    const superseded = [2, 3].map((argument) =>
      expect(ask(argument)).rejects.toMatchObject({ name: "AbortError" }),
    );
    const newest = ask(4);
    await Promise.all(superseded);
    expect(running.map(({ argument }) => argument)).toEqual([1]);
    running[0].end();
    expect(await first).toBe(10);
    expect(running.map(({ argument }) => argument)).toEqual([1, 4]);
    running[1].end();
    expect(await newest).toBe(40);
  });

  it("goes on with the newest when the one that runs fails", async () => {
    const { ask, running } = heldJob();
    const failed = expect(ask(1)).rejects.toThrow("out of memory");
    const newest = ask(2);
    running[0].end(new Error("out of memory"));
    await failed;
    running[1].end();
    expect(await newest).toBe(20);
  });
});
