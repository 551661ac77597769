import type { NewsletterSubscription } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { recordConsents } from "~/supporters/consent/record-consent.server";
import { lockPeople } from "./lock-person.server";
import { mergeChoices, type MergedChoices, type NewsletterChoices } from "./merge-choices";
import { queueContactSync } from "./queue-sync.server";
import { topics, type Topic } from "./subscription";
import { withdrawsConsent } from "./suppressions/suppression";
import { unsubscribeTopics } from "./unsubscribe-topics.server";

/** What of a subscription a merge may change. */
const choiceColumns = [
  "status",
  "topics",
  "emailFrequency",
  "pausedUntil",
  "leftAt",
  "linkVersion",
  "preferenceTokenHash",
  "leftTokenHash",
] as const;
type Choices = Pick<NewsletterSubscription, (typeof choiceColumns)[number]>;
const choicesOf = (subscription: NewsletterSubscription): Choices =>
  Object.fromEntries(choiceColumns.map((column) => [column, subscription[column]])) as Choices;

/** A subscription before and after, and the ledger's last line about its address by then. */
type ChangedSubscription = { id: string; was: Choices; became: Choices; lastConsent: string };

const isWithdrawn = (action: string | undefined) => action === "withdrawn";

async function findChoices(tx: Tx, email: string): Promise<{ subscription: NewsletterSubscription | null; choices: NewsletterChoices }> {
  const emailHash = hashEmail(email);
  const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
  const suppressions = await tx.suppression.findMany({ where: { emailHash } });
  const lines = await tx.consent.findMany({
    where: { emailHash, action: { in: ["confirmed", "withdrawn"] } },
    orderBy: { sequence: "asc" },
    select: { purpose: true, action: true },
  });
  const saidNo = suppressions.some(({ reason }) => withdrawsConsent[reason]);
  const isSubscribed = subscription?.status === "subscribed";
  const choices: NewsletterChoices = {
    isSubscribed,
    topics: isSubscribed ? subscription.topics : [],
    refused: topics.filter((topic) => saidNo || isWithdrawn(lines.findLast(({ purpose }) => purpose === topic)?.action)),
    emailFrequency: subscription?.emailFrequency ?? "every",
    pausedUntil: subscription?.pausedUntil ?? null,
  };
  return { subscription, choices };
}

/** What would become of the newsletter of two addresses; null: neither has it. Changes nothing. */
export async function foreseeNewsletterMerge(email: string, otherEmail: string): Promise<MergedChoices | null> {
  const [kept, other] = [await findChoices(db, email), await findChoices(db, otherEmail)];
  return kept.choices.isSubscribed || other.choices.isSubscribed ? mergeChoices(kept.choices, other.choices) : null;
}

async function leaveOnly(tx: Tx, subscription: NewsletterSubscription, kept: readonly Topic[]): Promise<void> {
  const gone = subscription.topics.filter((topic) => !kept.includes(topic));
  await unsubscribeTopics(tx, subscription.id, gone, "merge");
}

/** The last word of an address itself: lines that merges and their undoing wrote are nobody's. */
const lastConsentOf = async (tx: Tx, emailHash: string): Promise<string> =>
  String(
    (
      await tx.consent.findFirst({
        where: { emailHash, via: { notIn: ["merge", "unmerge"] } },
        orderBy: { sequence: "desc" },
        select: { sequence: true },
      })
    )?.sequence ?? "",
  );

/** What the newsletter does when two supporters become one. It knows people by their addresses, so a new name or address changes nothing. */
export const newsletterAccountChanges: AccountChangeModule = {
  name: "newsletter",
  linkedTables: [],
  describeContents: () => Promise.resolve([]),
  async onMerge(tx, { email, otherEmail }) {
    if (email === null || otherEmail === null || email === otherEmail) return null;
    await lockPeople(tx, hashEmail(email), hashEmail(otherEmail));
    const [kept, other] = [await findChoices(tx, email), await findChoices(tx, otherEmail)];
    const merged = mergeChoices(kept.choices, other.choices);
    if (kept.subscription && kept.choices.isSubscribed) {
      await leaveOnly(tx, kept.subscription, merged.kept);
      const { emailFrequency, pausedUntil } = merged;
      const { count } = await tx.newsletterSubscription.updateMany({
        where: { id: kept.subscription.id, status: "subscribed" },
        data: { emailFrequency, pausedUntil },
      });
      if (count > 0) await queueContactSync(tx, kept.subscription.id);
    }
    if (other.subscription && other.choices.isSubscribed) await leaveOnly(tx, other.subscription, merged.other);
    const changed: ChangedSubscription[] = [];
    for (const { subscription } of [kept, other]) {
      if (subscription?.status !== "subscribed") continue;
      const { id, emailHash } = subscription;
      const became = choicesOf(await tx.newsletterSubscription.findUniqueOrThrow({ where: { id } }));
      changed.push({ id, was: choicesOf(subscription), became, lastConsent: await lastConsentOf(tx, emailHash) });
    }
    return JSON.parse(JSON.stringify(changed)) as ChangedSubscription[] as never;
  },
  async onUnmerge(tx, { email, otherEmail }, notes) {
    if (email === null || otherEmail === null || notes === null) return;
    await lockPeople(tx, hashEmail(email), hashEmail(otherEmail));
    for (const changed of notes as ChangedSubscription[]) await restoreSubscription(tx, changed);
  },
  onNewEmail: () => Promise.resolve(),
  onNewName: () => Promise.resolve(),
};

/** Gives an address back what the merge took from it, unless anything was said there since: that stands. */
async function restoreSubscription(tx: Tx, { id, was, became, lastConsent }: ChangedSubscription): Promise<void> {
  const subscription = await tx.newsletterSubscription.findUnique({ where: { id } });
  const asLeft = (column: (typeof choiceColumns)[number]) => JSON.stringify(subscription?.[column]) === JSON.stringify(became[column]);
  if (!subscription || !choiceColumns.every(asLeft)) return;
  const { email, emailHash } = subscription;
  const suppressions = await tx.suppression.findMany({ where: { emailHash } });
  if (suppressions.some(({ reason }) => withdrawsConsent[reason]) || (await lastConsentOf(tx, emailHash)) !== lastConsent) return;
  await tx.newsletterSubscription.update({ where: { id }, data: was });
  const lines = await tx.consent.findMany({ where: { emailHash, action: "confirmed" }, orderBy: { sequence: "asc" } });
  const taken = became.status === "subscribed" ? was.topics.filter((topic) => !became.topics.includes(topic)) : was.topics;
  const again = taken.flatMap((topic) => lines.findLast(({ purpose }) => purpose === topic) ?? []);
  await recordConsents(
    tx,
    again.map(({ purpose, wordingVersion, evidence, agreedAt }) => ({
      email,
      purpose,
      action: "confirmed",
      wordingVersion,
      evidence,
      agreedAt,
      via: "unmerge",
      about: id,
    })),
  );
  await queueContactSync(tx, id);
}
