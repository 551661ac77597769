import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { consentWordings } from "./consent";
import { hashEmail } from "./email-hash.server";
import { findPerson } from "../privacy/known-addresses.server";

export type ConsentHistoryEntry = { id: string; actionText: string; text: string | null; date: string; sourceText: string };

const actionTexts: Record<string, string> = { asked: "You asked for it", confirmed: "You confirmed it", withdrawn: "You took it back" };
const sourceTexts: Record<string, string> = {
  donate: "with a donation",
  sponsor: "with a sponsorship",
  supporter: "on your own pages",
  newsletter: "on the newsletter’s page",
  preferences: "by the link in an email",
  "one-click": "by your mail program",
  desk: "by telling our staff",
  merge: "when two records of you became one",
  unmerge: "when two records were taken apart again",
};

/** All that a person agreed to receive and took back, newest first. */
export async function listConsentHistory(supporterId: string): Promise<ConsentHistoryEntry[]> {
  const person = await findPerson(supporterId);
  const lines = await db.consent.findMany({
    where: { emailHash: { in: (person?.emails ?? []).map(hashEmail) } },
    orderBy: { sequence: "desc" },
  });
  return lines.map(({ id, action, wordingVersion, agreedAt, via }) => ({
    id,
    actionText: actionTexts[action] ?? action,
    text: consentWordings.find(({ version }) => version === wordingVersion)?.text ?? null,
    date: londonDate(agreedAt),
    sourceText: sourceTexts[via] ?? via,
  }));
}
