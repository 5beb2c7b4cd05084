import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { firstOf } from "../src/firstOf.ts";

const never = new Promise<never>(() => {});

it("gives the answer, or throws what comes between", async () => {
  expect(await firstOf(Promise.resolve(7), never)).toBe(7);
  await expect(firstOf(Promise.reject(new Error("no")), never)).rejects.toThrow("no");
  const death = Promise.reject(new Error("died"));
  await expect(firstOf(new Promise(() => {}), never, death)).rejects.toThrow("died");
});

it("does not keep answers for as long as something might have come between", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const answers: WeakRef<object>[] = [];
  for (let i = 0; i < 20; i++) {
    const answer = await firstOf(Promise.resolve({ columns: new Uint8Array(1000) }), never);
    answers.push(new WeakRef(answer));
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  // The last one may still be on the stack.
  expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(3);
});
