import { db, inTransaction } from "~/platform/database/db.server";
import { topicWordings } from "~/supporters/consent/consent";
import { createSignUpRequest } from "../sign-up/request-subscription.server";
import { isEmailWithinLimit } from "../sign-up/sign-up-limits.server";
import { consumeDataLink, findDataLink } from "./data-links.server";

/**
 * Uses a fresh link and asks for emails at another address. Nothing changes before that address has confirmed; then the one before is told.
 * Whatever we know of the other address, the answer is the same. Links are few, and each is used once: that limits it.
 */
export async function requestAddressChange(
  token: string,
  email: string,
  from: { ip: string },
): Promise<{ requested: true } | { refused: "unknown" | "unsubscribed" | "same-address" }> {
  const subscription = (await findDataLink(db, token))?.subscription;
  if (!subscription) return { refused: "unknown" };
  if (subscription.status !== "subscribed") return { refused: "unsubscribed" };
  if (email.toLowerCase() === subscription.email) return { refused: "same-address" };
  const { id, topics, emailFrequency } = subscription;
  const isAllowed = await isEmailWithinLimit(email);
  return await inTransaction(async (tx) => {
    if (!(await consumeDataLink(tx, token))) return { refused: "unknown" } as const;
    // Whoever asks is told nothing of the other address.
    if (!isAllowed) return { requested: true } as const;
    await createSignUpRequest(tx, {
      kind: "move",
      email,
      preferences: { topics, emailFrequency },
      wordings: Object.fromEntries(topics.map((topic) => [topic, topicWordings[topic].version])),
      via: "preferences",
      ip: from.ip,
      about: null,
      subscriptionId: id,
    });
    return { requested: true } as const;
  });
}
