import {
  countUnchanged,
  countLines,
  importTransitions,
  importStates,
  importStatesBefore,
  percentDone,
  countByReason,
  addToTally,
} from "~/newsletter/imports/import";
import { parseRow } from "~/newsletter/imports/columns";
import { parseUnsuppressForm } from "~/newsletter/suppressions/unsuppress-form";
import { createHash } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { consentWordings, newsWording, consentPurposes, topicWordings } from "~/supporters/consent/consent";
import { allowsOwnSignUp, suppressionReasons, withdrawsConsent } from "~/newsletter/suppressions/suppression";
import {
  subscriptionTransitions,
  requestTransitions,
  requestStates,
  emailFrequencies,
  frequenciesReachedBy,
  subscriptionStates,
  subscriptionStatesBefore,
} from "~/newsletter/subscription";

const formatTable = (table: Record<string, readonly string[]>) =>
  Object.entries(table).flatMap(([from, targets]) => targets.map((to) => `${from} > ${to}`));

describe("how things move", () => {
  it("a subscription", () => {
    expect(formatTable(subscriptionTransitions)).toEqual([
      "subscribed > unsubscribed",
      "subscribed > erasing",
      "unsubscribed > subscribed",
      "unsubscribed > erasing",
    ]);
    for (const target of subscriptionStates)
      expect(subscriptionStatesBefore(target)).toEqual(subscriptionStates.filter((from) => subscriptionTransitions[from].includes(target)));
  });

  it("a request", () => {
    expect(formatTable(requestTransitions)).toEqual(["received > waiting", "received > answered", "waiting > confirmed"]);
    expect(Object.keys(requestTransitions)).toEqual([...requestStates]);
  });
});

describe("how often", () => {
  it("an issue reaches its own frequency and all that want more", () => {
    expect(emailFrequencies.map(frequenciesReachedBy)).toEqual([["every"], ["every", "monthly"], ["every", "monthly", "quarterly"]]);
  });
});

test("what the ledger keeps for ever has no control characters, and is cut through no character", () => {
  const now = new Date("2026-11-24T09:00:00Z");
  const form = { channel: "in_writing", requestedOn: "2026-11-23", statement: "Yes\b please\u0085again" };
  expect(parseUnsuppressForm(form, now)).toMatchObject({ request: { statement: "Yes please again" } });
  const line = {
    email: "ada@example.org",
    topics: "news",
    consented_at: "2026-03-01",
    consent_words: "Send\b news",
    consent_source: "A\u001f fair",
  };
  expect(parseRow(line, now, null)).toMatchObject({ evidence: "“Send news” (A fair)" });
  expect(parseRow({ ...line, topics: `${"x".repeat(19)}👩‍🚀` }, now, null)).toEqual({
    wrong: `topics: "${"x".repeat(19)}" is none; write news, events, appeals`,
  });
});

describe("suppression", () => {
  it("only a bounce takes no consent back, and only who left by themselves comes back by themselves", () => {
    expect(suppressionReasons.filter((reason) => !withdrawsConsent[reason])).toEqual(["bounce"]);
    expect(suppressionReasons.filter((reason) => allowsOwnSignUp[reason])).toEqual(["unsubscribed"]);
  });
});

/** What people agreed to. A version that anybody read never changes: to change words, add a version and its line here. */
const publishedWordings = {
  "news-2026-1": "b7ad67a1a420",
  "news-2026-2": "b267a3b78e02",
  "news-2026-3": "95740f5285db",
  "news-2026-4": "5ed96c97cd66",
  "events-2026-1": "511e64fb3dff",
  "events-2026-2": "a92f6c4d0c1f",
  "appeals-2026-1": "0d970faf6274",
  "appeals-2026-2": "d15d8853bab6",
};

describe("wordings", () => {
  it("stay as they were shown", () => {
    const digests = consentWordings.map(({ version, text, hint }) => [
      version,
      createHash("sha256").update(`${text}\n${hint}`).digest("hex").slice(0, 12),
    ]);
    expect(Object.fromEntries(digests)).toEqual(publishedWordings);
  });

  it("are each for one purpose, as their version says", () => {
    for (const { version, purpose } of consentWordings) expect(version.startsWith(`${purpose}-`)).toBe(true);
    for (const purpose of consentPurposes) expect(topicWordings[purpose].purpose).toBe(purpose);
    expect(newsWording.purpose).toBe("news");
  });
});

it("a list moves as its table has it, and what is done, unreadable or dropped moves no more", () => {
  for (const from of importStates)
    for (const to of importStates) expect(importStatesBefore(to).includes(from)).toBe(importTransitions[from].includes(to));
  for (const end of ["done", "unreadable", "discarded"] as const) expect(importTransitions[end]).toEqual([]);
  expect(importTransitions.importing).not.toContain("checked");
});

it("a tally counts each line once, and a run is never whole before it is done", () => {
  const tally = addToTally(addToTally({}, [{ outcome: "subscribe", topics: ["news"] }]), [
    { outcome: "refuse", reason: "email: there is none" },
    { outcome: "unchanged", reason: "duplicate", line: 2 },
    { outcome: "unchanged", reason: "suppressed" },
  ]);
  expect(tally).toEqual({ subscribed: 1, refused: 1, duplicate: 1, suppressed: 1 });
  expect([countLines(tally), countUnchanged(tally)]).toEqual([4, 2]);
  expect(countByReason(tally)).toHaveLength(2);
  expect([percentDone(0, 0), percentDone(50, 100), percentDone(100, 100)]).toEqual([0, 50, 99]);
});
