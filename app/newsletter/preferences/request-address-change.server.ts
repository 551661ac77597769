import { db, inTransaction } from "~/platform/database/db.server";
import { topicWordings } from "~/supporters/consent/consent";
import { writeRequest } from "../sign-up/request-subscription.server";
import { addressIsFree, minutesUntilAllowed } from "../sign-up/sign-up-limits.server";
import { subscriptionBy } from "../subscriptions.server";

/**
 * Asks for letters at another address. Nothing changes before that address has confirmed; then the one before is told.
 * Whatever we know of the other address, the answer is the same.
 */
export async function askToMove(
  token: string,
  email: string,
  from: { address: string },
): Promise<{ asked: true } | { refused: "unknown" | "left" | "same-address" } | { refused: "too-many"; minutes: number }> {
  const subscription = await subscriptionBy(db, token);
  if (!subscription) return { refused: "unknown" };
  if (subscription.state !== "subscribed") return { refused: "left" };
  if (email.toLowerCase() === subscription.email) return { refused: "same-address" };
  const minutes = await minutesUntilAllowed(from.address);
  if (minutes !== null) return { refused: "too-many", minutes };
  const { id, topics, rhythm } = subscription;
  if (!(await addressIsFree(email))) return { asked: true };
  await inTransaction((tx) =>
    writeRequest(tx, {
      kind: "move",
      email,
      wish: { topics, rhythm },
      wordings: Object.fromEntries(topics.map((topic) => [topic, topicWordings[topic].version])),
      via: "preferences",
      address: from.address,
      about: null,
      subscriptionId: id,
    }),
  );
  return { asked: true };
}
