import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setClock } from "~/platform/clock";
import { keepFigure } from "~/platform/kept-figure.server";

beforeEach(() => {
  vi.useFakeTimers();
  setClock(() => new Date());
});
afterEach(() => void vi.useRealTimers());

/** A count that takes some milliseconds, and tells which one it is. */
function countTaking(...milliseconds: number[]) {
  let begun = 0;
  const count = () => {
    const number = ++begun;
    return new Promise<number>((resolve) => setTimeout(() => resolve(number), milliseconds[number - 1] ?? milliseconds.at(-1)));
  };
  return { get: keepFigure(count, { name: "test", slowMs: 100, patienceMs: 1000 }), begun: () => begun };
}
const answer = async <Value>(asked: Promise<Value>, afterMs: number): Promise<Value> => {
  await vi.advanceTimersByTimeAsync(afterMs);
  return await asked;
};

test("what is counted quickly is counted anew for everybody, also for who asks while it is being counted", async () => {
  const { get } = countTaking(50);
  expect(await answer(get(), 50)).toMatchObject({ figure: 1 });
  const first = get();
  await vi.advanceTimersByTimeAsync(20);
  const second = get();
  await vi.advanceTimersByTimeAsync(80);
  expect(await first).toMatchObject({ figure: 2 });
  expect(await second).toMatchObject({ figure: 3 });
});

test("nobody waits for long: at first there is no figure, then the kept one with its time, then whoever asks late begins the next", async () => {
  const { get, begun } = countTaking(5000);
  const start = Date.now();
  expect(await answer(get(), 1000)).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  // Without another wait.
  expect(await get()).toBeNull();
  await vi.advanceTimersByTimeAsync(3999);
  expect(await get()).toMatchObject({ figure: 1, at: new Date(start) });
  await vi.advanceTimersByTimeAsync(90_000);
  expect(await get()).toMatchObject({ figure: 1 });
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await get()).toMatchObject({ figure: 1 });
  await vi.advanceTimersByTimeAsync(5000);
  expect(await get()).toMatchObject({ figure: 2 });
  expect(begun()).toBe(2);
});
