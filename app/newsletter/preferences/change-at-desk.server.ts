import type { Tx } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { lockPeople } from "../lock-person.server";
import { suppress } from "../suppressions/suppress.server";
import type { TopicPreferences } from "../topic-form";
import { unsubscribe } from "../unsubscribe.server";
import { setPause } from "./pause-newsletter.server";
import { setTopicPreferences } from "./update-topics.server";

type By = { id: string; network: string };
export const deskNewsletterActions = ["choose", "pause", "resume", "leave", "leave-everything"] as const;
type DeskAction = { do: "choose"; preferences: TopicPreferences } | { do: Exclude<(typeof deskNewsletterActions)[number], "choose"> };

/**
 * Does with a newsletter what its reader told staff, as they can themselves by the link in each issue; the ledger says that it was at the desk.
 * @param email in lower case
 * @returns refused "unsubscribed": only a sign-up of their own begins it again
 */
export async function changeNewsletterAtDesk(
  tx: Tx,
  by: By,
  email: string,
  action: DeskAction,
): Promise<{ changed: boolean } | { refused: "unsubscribed" }> {
  const emailHash = hashEmail(email);
  await lockPeople(tx, emailHash);
  const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
  const isRunning = subscription?.status === "subscribed";
  if (action.do !== "leave-everything" && !isRunning) return { refused: "unsubscribed" };
  const changed = await change();
  if (changed)
    await recordAudit(tx, by, {
      action: "newsletter.changed",
      about: { kind: "newsletter", id: subscription?.id ?? "no subscription" },
      became: { what: action.do },
    });
  return { changed };

  async function change(): Promise<boolean> {
    if (action.do === "leave-everything") return await suppress(tx, email, "unsubscribed", "desk");
    if (!subscription) return false;
    if (action.do === "choose") return await setTopicPreferences(tx, subscription, action.preferences, { via: "desk" });
    if (action.do === "leave") return await unsubscribe(tx, subscription.id, "desk");
    return await setPause(tx, subscription, action.do === "pause" ? "paused" : "running");
  }
}
