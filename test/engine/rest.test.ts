import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRest } from "../../src/engine/rest.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether rest is reached after so many milliseconds more. */
async function isReachedAfter(rest: ReturnType<typeof createRest>, milliseconds: number) {
  let isReached = false;
  void rest.reached().then(() => {
    isReached = true;
  });
  await vi.advanceTimersByTimeAsync(milliseconds);
  return isReached;
}

it("rest is put off by every move of t, and comes some time after the last one", async () => {
  const rest = createRest(100);
  expect(await isReachedAfter(rest, 0)).toBe(true);
  for (let move = 0; move < 5; move++) {
    rest.postpone();
    expect(await isReachedAfter(rest, 60)).toBe(false);
  }
  expect(await isReachedAfter(rest, 40)).toBe(true);
});

it("a move of t while a job is under way brings no rest before the job has ended", async () => {
  const rest = createRest(100);
  let finish = () => {};
  void rest.during(() => new Promise<void>((resolve) => (finish = resolve)));
  rest.postpone();
  expect(await isReachedAfter(rest, 500)).toBe(false);
  finish();
  expect(await isReachedAfter(rest, 99)).toBe(false);
  expect(await isReachedAfter(rest, 1)).toBe(true);
});
