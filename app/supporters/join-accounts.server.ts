import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { maskEmail } from "~/platform/email-address";
import type { AccountChangeModule } from "./account-changes";
import { moveToNewEmail } from "./change-email.server";
import { mergeSupporters } from "./merge-supporters.server";
import type { SignedInSupporter } from "./sign-in/session.server";
import { isFreshSignIn } from "./sign-in/session-rules";

/** A change of address to one that has an account already. `contents`: what would come into it, a line each. */
export type OfferedJoin = { id: string; from: string; contents: string[] };

/** Changes to this supporter's address that the old address has said yes to, and that wait for its owner's decision. */
const whereOfferedTo = ({ id, email }: SignedInSupporter) => ({
  newEmail: email,
  supporterId: { not: id },
  oldConfirmedAt: { not: null },
  completedAt: null,
  cancelledAt: null,
  expiresAt: { gt: now() },
});

/**
 * What others, whose old address has said yes, would bring into the account of whoever is signed in.
 * @returns null where the sign-in is not fresh: it takes one to see this, and one to decide
 */
export async function listOfferedJoins(
  supporter: SignedInSupporter,
  modules: readonly AccountChangeModule[],
): Promise<OfferedJoin[] | null> {
  if (!isFreshSignIn(supporter.signedInAt, now())) return null;
  const changes = await db.emailChange.findMany({ where: whereOfferedTo(supporter), orderBy: { createdAt: "asc" } });
  return await Promise.all(
    changes.map(async ({ id, supporterId, oldEmail }) => {
      const contents = await Promise.all(modules.map((module) => module.describeContents(supporterId)));
      return { id, from: maskEmail(oldEmail), contents: contents.flat() };
    }),
  );
}

/**
 * Decides on an offered join, once. With a yes the other account becomes part of this one: its rows come over, its
 * links and all sessions but the deciding one end. With a no nothing moves, and the change is called off.
 * @returns refused "sign-in-too-old": a fresh sign-in must come first; "not-offered": it is not this supporter's to
 *   decide, or is decided, called off or over
 */
export async function decideJoin(
  supporter: SignedInSupporter,
  changeId: string,
  decision: "join" | "keep-apart",
  modules: readonly AccountChangeModule[],
): Promise<{ decided: "join" | "keep-apart" } | { refused: "sign-in-too-old" | "not-offered" }> {
  if (!isFreshSignIn(supporter.signedInAt, now())) return { refused: "sign-in-too-old" };
  return await inTransaction(async (tx) => {
    const found = await tx.emailChange.findFirst({ where: { id: changeId, ...whereOfferedTo(supporter) } });
    if (!found) return { refused: "not-offered" } as const;
    await tx.$queryRaw`SELECT id FROM supporter WHERE id IN (${supporter.id}, ${found.supporterId}) ORDER BY id FOR UPDATE`;
    const change = await tx.emailChange.findFirst({ where: { id: changeId, ...whereOfferedTo(supporter) } });
    const owner = await tx.supporter.findUnique({ where: { id: supporter.id, email: supporter.email }, select: { id: true } });
    if (!change || !owner) return { refused: "not-offered" } as const;
    if (decision === "keep-apart") {
      await tx.emailChange.update({ where: { id: change.id }, data: { cancelledAt: now() } });
      return { decided: decision };
    }
    await tx.emailChange.update({ where: { id: change.id }, data: { newConfirmedAt: now() } });
    await moveToNewEmail(tx, change, modules);
    const [email, otherEmail] = [supporter.email, change.oldEmail];
    await mergeSupporters(tx, { supporterId: supporter.id, otherId: change.supporterId, email, otherEmail }, modules);
    await tx.supporterSession.deleteMany({ where: { supporterId: supporter.id, id: { not: supporter.sessionId } } });
    return { decided: decision };
  });
}
