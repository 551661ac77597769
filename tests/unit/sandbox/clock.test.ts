import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { movableClock } from "~/sandbox/clock";

const milliseconds = fc.integer({ min: 0, max: 4_000_000_000 });

afterEach(() => void vi.useRealTimers());

test("a clock that is moved ahead step by step stands where their sum is, to the millisecond", () => {
  vi.useFakeTimers({ now: new Date("2026-11-29T04:13:05.123Z") });
  fc.assert(
    fc.property(fc.array(fc.record({ ahead: milliseconds, meanwhile: fc.integer({ min: 0, max: 50 }) }), { maxLength: 40 }), (steps) => {
      const clock = movableClock();
      // As the control page moves it: from now to then, both in seconds since 1970. Meanwhile time goes by.
      for (const { ahead, meanwhile } of steps) {
        const at = clock.now().getTime();
        clock.advance((at + ahead) / 1000 - at / 1000);
        vi.advanceTimersByTime(meanwhile);
      }
      const sum = steps.reduce((total, { ahead }) => total + ahead, 0);
      expect(clock.now().getTime() - Date.now()).toBe(sum);
      expect(movableClock(clock.secondsAhead()).now()).toEqual(clock.now());
    }),
  );
});
