import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dailyAt, everyMinutes } from "~/platform/jobs/schedule";

const next = (hour: number, minute: number, after: string) => dailyAt(hour, minute).next(new Date(after)).toISOString();

const londonTime = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const londonDay = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });

describe("once a day in London", () => {
  it("is an hour earlier by UTC in summer", () => {
    expect(next(3, 15, "2026-01-10T00:00:00Z")).toBe("2026-01-10T03:15:00.000Z");
    expect(next(3, 15, "2026-07-10T00:00:00Z")).toBe("2026-07-10T02:15:00.000Z");
  });

  it("does not count the moment itself", () => {
    expect(next(3, 15, "2026-01-10T03:14:59.999Z")).toBe("2026-01-10T03:15:00.000Z");
    expect(next(3, 15, "2026-01-10T03:15:00.000Z")).toBe("2026-01-11T03:15:00.000Z");
  });

  it("takes London's day, not UTC's", () => {
    // 23:30 UTC in July is half past midnight of the next day in London.
    expect(next(0, 15, "2026-07-10T23:30:00Z")).toBe("2026-07-11T23:15:00.000Z");
    expect(next(0, 45, "2026-07-10T23:30:00Z")).toBe("2026-07-10T23:45:00.000Z");
  });

  it("runs once when the clock skips the time in March", () => {
    expect(next(1, 30, "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:30:00.000Z");
    expect(next(1, 30, "2026-03-29T01:30:00Z")).toBe("2026-03-30T00:30:00.000Z");
  });

  it("runs once when the clock shows the time twice in October", () => {
    expect(next(1, 30, "2026-10-24T12:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
    expect(next(1, 30, "2026-10-25T00:30:00Z")).toBe("2026-10-26T01:30:00.000Z");
    expect(next(1, 30, "2026-10-25T01:00:00Z")).toBe("2026-10-26T01:30:00.000Z");
  });

  it("runs on each London day of a year exactly once", () => {
    for (const [hour, minute] of [
      [0, 0],
      [1, 0],
      [1, 30],
      [2, 0],
      [23, 59],
    ] as const) {
      const days: string[] = [];
      let moment = new Date("2025-12-31T23:59:59.999Z");
      for (let day = 0; day < 365; day++) {
        moment = dailyAt(hour, minute).next(moment);
        days.push(londonDay.format(moment));
      }
      expect(new Set(days).size).toBe(365);
      expect([days[0], days.at(-1)]).toEqual(["2026-01-01", "2026-12-31"]);
    }
  });

  it("is always later, within 25 hours, and at the time on the clock unless the clock skips it", () => {
    const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), moment, (hour, minute, after) => {
        const due = dailyAt(hour, minute).next(after);
        const wait = due.getTime() - after.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
        const clock = (hours: number) => `${String(hours).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
        const isSkipped = hour === 1 && londonTime.format(due) === clock(2);
        if (!isSkipped) expect(londonTime.format(due)).toBe(clock(hour));
      }),
    );
  });
});

describe("every so many minutes", () => {
  it("counts from the full hour, whatever the clock does", () => {
    expect(everyMinutes(15).next(new Date("2026-03-29T00:59:00Z")).toISOString()).toBe("2026-03-29T01:00:00.000Z");
    expect(everyMinutes(15).next(new Date("2026-03-29T01:00:00Z")).toISOString()).toBe("2026-03-29T01:15:00.000Z");
    expect(everyMinutes(60).next(new Date("2026-03-29T01:00:00Z")).toISOString()).toBe("2026-03-29T02:00:00.000Z");
  });

  it("refuses what does not divide an hour", () => {
    expect(() => everyMinutes(7)).toThrow("7 does not divide an hour");
  });
});
