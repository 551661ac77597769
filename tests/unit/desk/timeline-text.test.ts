import { expect, it } from "vitest";
import { timelineWhen } from "~/desk/people/timeline-text";

it("says the day of a cheque and no hour, and the hour of everything else", () => {
  const at = new Date("2026-11-18T00:00:00Z");
  expect(timelineWhen({ kind: "gift", at, facts: { method: "cheque" } })).toBe("18 November 2026");
  expect(timelineWhen({ kind: "gift", at, facts: { method: "card" } })).toBe("18 November 2026 at 00:00");
  expect(timelineWhen({ kind: "note", at, facts: {} })).toBe("18 November 2026 at 00:00");
});
