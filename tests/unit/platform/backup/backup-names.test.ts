import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backupName, listOldBackups } from "~/platform/backup/backup-names";

const day = 24 * 60 * 60 * 1000;
const at = new Date("2026-11-28T00:20:00Z");
const backupsOf = (...days: number[]) => days.map((days) => backupName(new Date(at.getTime() - days * day)));

describe("backups by age", () => {
  test("a name says the instant, sorts by it, and is good on every system", () => {
    expect(backupName(at)).toBe("roomlight-2026-11-28T00-20-00Z.tar.gz.age");
  });

  test("those over their days go; the latest three stay for a year; what is no backup is never named", () => {
    const names = [...backupsOf(0, 1, 29, 31, 400), "roomlight.sql", ".env", `${backupName(at)}.part`];
    expect(listOldBackups(names, at, 30)).toEqual(backupsOf(31, 400));
    expect(listOldBackups(backupsOf(100, 200, 300, 350), at, 30)).toEqual(backupsOf(350));
    expect(listOldBackups(backupsOf(100, 365, 366), at, 30)).toEqual(backupsOf(366));
  });

  test("at least three are left, and none that is young goes", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 365 }), { maxLength: 40 }),
        fc.integer({ min: 3, max: 365 }),
        (days, keepDays) => {
          const old = new Set(listOldBackups(backupsOf(...days), at, keepDays));
          expect(days.length - old.size).toBeGreaterThanOrEqual(Math.min(3, days.length));
          for (const young of days.filter((age) => age <= keepDays)) expect(old.has(backupsOf(young)[0] ?? "")).toBe(false);
        },
      ),
    );
  });
});
