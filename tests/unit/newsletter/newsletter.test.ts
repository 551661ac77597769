import { leftIn, linesIn, listMoves, listStates, listWaysTo, percentDone, reasonsIn, tallied } from "~/newsletter/imports/import";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { consentWordings, newsWording, purposes, topicWordings } from "~/supporters/consent/consent";
import { mayComeBack, suppressionReasons, takesConsentBack } from "~/newsletter/suppressions/suppression";
import { moves, requestMoves, requestStates, rhythms, reachedBy, states, waysTo } from "~/newsletter/subscription";

const printed = (table: Record<string, readonly string[]>) =>
  Object.entries(table).flatMap(([from, targets]) => targets.map((to) => `${from} > ${to}`));

describe("how things move", () => {
  it("a subscription", () => {
    expect(printed(moves)).toEqual(["subscribed > left", "subscribed > erasing", "left > subscribed", "left > erasing"]);
    for (const target of states) expect(waysTo(target)).toEqual(states.filter((from) => moves[from].includes(target)));
  });

  it("a request", () => {
    expect(printed(requestMoves)).toEqual(["received > waiting", "received > answered", "waiting > confirmed"]);
    expect(Object.keys(requestMoves)).toEqual([...requestStates]);
  });
});

describe("how often", () => {
  it("an issue reaches its own rhythm and all that want more", () => {
    expect(rhythms.map(reachedBy)).toEqual([["every"], ["every", "monthly"], ["every", "monthly", "quarterly"]]);
  });
});

describe("suppression", () => {
  it("only a bounce takes no consent back, and only who left by themselves comes back by themselves", () => {
    expect(suppressionReasons.filter((reason) => !takesConsentBack[reason])).toEqual(["bounce"]);
    expect(suppressionReasons.filter((reason) => mayComeBack[reason])).toEqual(["left"]);
  });
});

/** What people agreed to. A version that anybody read never changes: to change words, add a version and its line here. */
const agreedTo = {
  "news-2026-1": "b7ad67a1a420",
  "news-2026-2": "b267a3b78e02",
  "events-2026-1": "511e64fb3dff",
  "appeals-2026-1": "0d970faf6274",
};

describe("wordings", () => {
  it("stay as they were shown", () => {
    const digests = consentWordings.map(({ version, words, hint }) => [
      version,
      createHash("sha256").update(`${words}\n${hint}`).digest("hex").slice(0, 12),
    ]);
    expect(Object.fromEntries(digests)).toEqual(agreedTo);
  });

  it("are each for one purpose, as their version says", () => {
    for (const { version, purpose } of consentWordings) expect(version.startsWith(`${purpose}-`)).toBe(true);
    for (const purpose of purposes) expect(topicWordings[purpose].purpose).toBe(purpose);
    expect(newsWording.purpose).toBe("news");
  });
});

it("a list moves as its table has it, and what is done, unreadable or dropped moves no more", () => {
  for (const from of listStates) for (const to of listStates) expect(listWaysTo(to).includes(from)).toBe(listMoves[from].includes(to));
  for (const end of ["done", "unreadable", "dropped"] as const) expect(listMoves[end]).toEqual([]);
  expect(listMoves.importing).not.toContain("checked");
});

it("a tally counts each line once, and a run is never whole before it is done", () => {
  const tally = tallied(tallied({}, [{ does: "subscribe", topics: ["news"] }]), [
    { does: "refuse", because: "email: there is none" },
    { does: "nothing", because: "twice", line: 2 },
    { does: "nothing", because: "suppressed" },
  ]);
  expect(tally).toEqual({ subscribed: 1, refused: 1, twice: 1, suppressed: 1 });
  expect([linesIn(tally), leftIn(tally)]).toEqual([4, 2]);
  expect(reasonsIn(tally)).toHaveLength(2);
  expect([percentDone(0, 0), percentDone(50, 100), percentDone(100, 100)]).toEqual([0, 50, 99]);
});
