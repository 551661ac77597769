import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { consentWordings } from "./consent";
import { personKey } from "./email-hash.server";
import { personOf } from "../privacy/known-addresses.server";

export type ShownConsent = { id: string; what: string; words: string | null; on: string; where: string };

const actions: Record<string, string> = { asked: "You asked for it", confirmed: "You confirmed it", withdrawn: "You took it back" };
const places: Record<string, string> = {
  donate: "with a gift",
  sponsor: "with a sponsorship",
  supporter: "on your own pages",
  newsletter: "on the newsletter’s page",
  preferences: "by the link in a letter",
  "one-click": "by your mail program",
};

/** All that a person agreed to receive and took back, newest first. */
export async function consentsOf(supporterId: string): Promise<ShownConsent[]> {
  const person = await personOf(supporterId);
  const lines = await db.consent.findMany({
    where: { person: { in: (person?.emails ?? []).map(personKey) } },
    orderBy: { line: "desc" },
  });
  return lines.map(({ id, action, wording, agreedAt, via }) => ({
    id,
    what: actions[action] ?? action,
    words: consentWordings.find(({ version }) => version === wording)?.words ?? null,
    on: londonDate(agreedAt),
    where: places[via] ?? via,
  }));
}
