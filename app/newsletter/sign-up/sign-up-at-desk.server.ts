import { inTransaction } from "~/platform/database/db.server";
import { formatLondonDate } from "~/platform/london-dates";
import { topicWordings } from "~/supporters/consent/consent";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { lockPeople } from "../lock-person.server";
import { allowsOwnSignUp, type SuppressionReason } from "../suppressions/suppression";
import { listSuppressionReasons } from "../suppressions/suppressions.server";
import { isAskedToday } from "./answer-sign-up-request.server";
import { toldWayLabels, type ToldSignUp } from "./desk-sign-up-form";
import { createSignUpRequest } from "./request-subscription.server";

type By = { id: string; network: string };
type Refusal = { refused: "subscribed" | "asked-today" | "being-erased" } | { refused: "stopped"; reason: SuppressionReason };

/**
 * Writes down that somebody asked staff for the newsletter, and has an email ask their address to confirm: what staff heard is no proof of
 * whose address it is (PECR reg. 22, UK GDPR art. 7), so nothing else goes there before that. The ledger has how and when they asked, the audit log who wrote it down.
 * @returns refused "subscribed": it comes already; "asked-today": an email asks since today; "stopped": nothing may go there, with why
 */
export const signUpAtDesk = (by: By, { email, preferences, way, askedOn }: ToldSignUp): Promise<{ requested: true } | Refusal> =>
  inTransaction(async (tx) => {
    const emailHash = hashEmail(email);
    await lockPeople(tx, emailHash);
    const subscription = await tx.newsletterSubscription.findUnique({ where: { emailHash } });
    if (subscription?.status === "erasing") return { refused: "being-erased" } as const;
    const stopped = (await listSuppressionReasons(tx, email)).find((each) => !allowsOwnSignUp[each]);
    if (stopped) return { refused: "stopped", reason: stopped } as const;
    if (subscription?.status === "subscribed") return { refused: "subscribed" } as const;
    const isBeingAsked = (await tx.newsletterRequest.count({ where: { emailHash, status: "received" } })) > 0;
    if (isBeingAsked || (await isAskedToday(tx, emailHash))) return { refused: "asked-today" } as const;
    const id = await createSignUpRequest(tx, {
      kind: "join",
      email,
      preferences,
      wordings: Object.fromEntries(preferences.topics.map((topic) => [topic, topicWordings[topic].version])),
      via: "desk",
      ip: null,
      about: null,
      evidence: `Asked for ${toldWayLabels[way].toLowerCase()} on ${formatLondonDate(askedOn)}, as staff wrote down`,
      subscriptionId: null,
    });
    await recordAudit(tx, by, {
      action: "newsletter.sign-up-recorded",
      about: { kind: "newsletter", id },
      became: { way, askedOn, topics: preferences.topics.join(", ") },
    });
    return { requested: true } as const;
  });
