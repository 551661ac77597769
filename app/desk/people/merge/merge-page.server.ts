import { db } from "~/platform/database/db.server";
import { formatCount } from "~/platform/number-words";
import { foreseeNewsletterMerge } from "~/newsletter/account-changes.server";
import type { MergedChoices } from "~/newsletter/merge-choices";
import { topicNames } from "~/newsletter/subscription";
import { undoDays } from "~/supporters/merge/merge";
import { listPeople } from "../list-people.server";
import { parsePeopleFilters } from "../people-filters";
import { getPersonPage, type PersonPage } from "../person-page.server";
import { findSearch } from "../../lists/searches.server";
import { findSearched } from "../../lists/text-match.server";
import { parseSearchTerm } from "../../lists/search-term";
import { findDoubles } from "./find-doubles.server";

/** One of two records, as the page shows it beside the other. `home`: as a claim would say it; null: none is kept. */
export type MergeSide = {
  id: string;
  version: number;
  name: string;
  email: string | null;
  home: string | null;
  facts: { label: string; text: string }[];
};

export type Found = { id: string; name: string; email: string | null; why: string };

const homeText = ({ home }: PersonPage) => home && `${home.house}, ${home.postcode ?? "outside the United Kingdom"}`;

async function toSide(person: PersonPage): Promise<MergeSide> {
  const notes = await db.staffNote.count({ where: { supporterId: person.id } });
  const facts = [
    { label: "Known since", text: person.since },
    { label: "Given", text: person.given },
    { label: "Sponsorships", text: person.plans.map(({ text }) => text).join("; ") || "none" },
    { label: "Gift Aid", text: person.declarations.map(({ text }) => text).join(" ") || "no declaration" },
    { label: "Also known as", text: person.otherEmails.join(", ") || "no other address" },
    { label: "Notes and tasks", text: String(notes) },
  ];
  return { id: person.id, version: person.version, name: person.name, email: person.email, home: homeText(person), facts };
}

const topicsText = (topics: MergedChoices["kept"]) => topics.map((topic) => topicNames[topic].toLowerCase()).join(", ");

/** What becomes of the newsletter, for each choice of the address that stays. */
async function newsletterLines(a: string | null, b: string | null): Promise<string[]> {
  if (!a || !b) return [];
  const lines: string[] = [];
  for (const [email, otherEmail] of [
    [a, b],
    [b, a],
  ] as const) {
    const merged = await foreseeNewsletterMerge(email, otherEmail);
    if (!merged) return [];
    const left =
      merged.kept.length > 0
        ? `goes on to ${email}: ${topicsText(merged.kept)}`
        : merged.other.length > 0
          ? `goes on to ${otherEmail}: ${topicsText(merged.other)}`
          : "ends";
    lines.push(`If emails go to ${email}, the newsletter ${left}. A no that was said at either address stands.`);
  }
  return lines;
}

/** Exactly what would be done, a line each. */
async function listConsequences(kept: PersonPage, other: PersonPage): Promise<string[]> {
  const notes = await db.staffNote.count({ where: { supporterId: other.id } });
  const declarations = other.declarations.length;
  return [
    `What ${other.name} gave comes into this record: ${other.given}.`,
    ...other.plans.map(
      ({ text }) =>
        `Sponsorship ${text}. It is collected as before; its customer at Stripe stays its own, with the address that you choose.`,
    ),
    ...(declarations > 0
      ? [
          `${formatCount(declarations, "Gift Aid declaration")}: none is cancelled, each goes on covering what it covers, and they cover what this one person gives.`,
        ]
      : []),
    ...(notes > 0 ? [`${formatCount(notes, "note or task", "notes and tasks")}.`] : []),
    ...(await newsletterLines(kept.email, other.email)),
    "What was agreed to receive, and taken back, stays written down for both addresses.",
    "Both are signed out everywhere, and links that they have in emails (to sign in, to a sponsorship, to change an address) stop working.",
    `It can be undone for ${undoDays} days. What comes in meanwhile then stays with this record, but payments of a sponsorship go back with it, and what was given by the other address meanwhile is the other’s.`,
  ];
}

const getPerson = (id: string) => getPersonPage(id, null);

/**
 * The page on which two records become one: likely doubles and what a search found; once another is chosen, both side by side.
 * @returns null: there is no record of that id
 */
export async function getMergePage(id: string, params: URLSearchParams) {
  const person = await getPerson(id);
  if (!person) return null;
  const other = await getPerson(params.get("with") ?? "");
  const isPair = other !== null && other.id !== id;
  const searchText = await findSearch(params.get("s"));
  const search = await findSearched(parseSearchTerm(searchText));
  const found = search
    ? (await listPeople({ filters: parsePeopleFilters(new URLSearchParams()).filters, search }, { after: null, size: 20 })).rows
    : [];
  const doubles = isPair ? [] : await findDoubles(person);
  return {
    kept: await toSide(person),
    other: isPair ? await toSide(other) : null,
    consequences: isPair ? await listConsequences(person, other) : [],
    isGone: params.has("with") && !isPair,
    searchText,
    doubles: doubles.map(({ hasSamePostcode, ...each }): Found => ({
      ...each,
      why: hasSamePostcode ? "same postcode" : "a name much alike",
    })),
    found: found
      .filter((row) => row.id !== id)
      .map(({ id: foundId, name, email, gifts }): Found => ({
        id: foundId,
        name: name || "no name",
        email,
        why: formatCount(gifts, "donation"),
      })),
  };
}

export type MergePage = NonNullable<Awaited<ReturnType<typeof getMergePage>>>;
