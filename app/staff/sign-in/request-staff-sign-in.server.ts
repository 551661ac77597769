import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { addMinutes, parseDeskPath, signInLinkMinutes } from "../session-rules";
import type { TooMany } from "./code-limits.server";

/**
 * Requests for one address from one network, for one address from anywhere, and from one network. Nobody on the team is locked out by
 * what others ask: past the limits of an address its mailbox holds links that live longer than these windows.
 */
const limits = {
  emailFromIp: { name: "staff-sign-in-email-ip", points: 5, windowSeconds: 15 * 60 },
  email: { name: "staff-sign-in-email", points: 10, windowSeconds: 15 * 60 },
  ip: { name: "staff-sign-in-ip", points: 20, windowSeconds: 60 * 60 },
} satisfies Record<string, RateLimit>;

/**
 * Takes a request for the emailed half of signing in. The answer is the same for every address, and an email leaves only
 * for a member of the team.
 */
export async function requestStaffSignIn(
  email: string,
  origin: { ip: string; goTo: string | null },
): Promise<{ requested: true } | TooMany> {
  const address = email.toLowerCase();
  for (const [limit, key] of [
    [limits.ip, origin.ip],
    [limits.emailFromIp, `${address} ${origin.ip}`],
    [limits.email, address],
  ] as const) {
    const quota = await consumeRateLimit(limit, key);
    if (!quota.allowed) return { refused: "too-many", minutes: Math.ceil(quota.retryAfterSeconds / 60) };
  }
  const id = newId();
  await inTransaction(async (tx) => {
    const createdAt = now();
    const staff = await tx.staffMember.findUnique({ where: { email: address, status: "active" }, select: { id: true } });
    const expiresAt = addMinutes(createdAt, signInLinkMinutes);
    const returnPath = parseDeskPath(origin.goTo);
    await tx.staffSignInLink.create({ data: { id, email: address, staffId: staff?.id ?? null, returnPath, createdAt, expiresAt } });
    await queueEmail(tx, { kind: "staff-sign-in", about: { staffSignInLinkId: id } });
  });
  return { requested: true };
}
