import type { Supporter } from "~/../prisma/client/client";
import { accountChangeModules } from "~/account/account-changes.server";
import { cancelDeclaration } from "~/giving/gift-aid/cancel-declaration.server";
import { changeHomeAddress, changeName } from "~/giving/gift-aid/change-donor-details.server";
import { recordOfflineDeclaration } from "~/giving/gift-aid/declare-gift-aid.server";
import type { HomeAddress } from "~/giving/gift-aid/home-address";
import type { OfflineDeclaration } from "~/giving/gift-aid/offline-declaration";
import type { Tx } from "~/platform/database/db.server";
import { queueCopy } from "~/platform/mail/queue-email.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { Staff } from "~/staff/session.server";
import { isEmailOf } from "./timeline.server";

type By = Pick<Staff, "id" | "network">;
/** "changed-meanwhile": somebody else saved something after the form was opened; nothing was changed. */
type CorrectionRefusal = { refused: "changed-meanwhile" | "no-such-person" | "no-declaration" };

/** Holds a person, and looks whether they are still as the form showed them. */
async function holdVersion(tx: Tx, supporterId: string, version: number): Promise<Supporter | CorrectionRefusal> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  const supporter = await tx.supporter.findUnique({ where: { id: supporterId } });
  if (!supporter) return { refused: "no-such-person" };
  return supporter.version === version ? supporter : { refused: "changed-meanwhile" };
}

/**
 * Corrects a person's name on their word, as they can themselves: for sponsorships that go on and Gift Aid that covers later gifts, too.
 * @param version of the person as the form showed them
 */
export async function correctName(
  tx: Tx,
  by: By,
  { supporterId, version, ...name }: { supporterId: string; version: number; firstName: string; lastName: string },
): Promise<{ corrected: true } | CorrectionRefusal> {
  const held = await holdVersion(tx, supporterId, version);
  if ("refused" in held) return held;
  await changeName(tx, supporterId, name, accountChangeModules);
  await recordAudit(tx, by, {
    action: "person.corrected",
    about: { kind: "supporter", id: supporterId },
    was: { version },
    became: { version: version + 1, what: "name" },
  });
  return { corrected: true };
}

/** Corrects the home that a claim says, on its owner's word. @returns refused "no-declaration": a home is kept for nothing else */
export async function correctHome(
  tx: Tx,
  by: By,
  { supporterId, version, ...home }: { supporterId: string; version: number } & HomeAddress,
): Promise<{ corrected: true } | CorrectionRefusal> {
  const held = await holdVersion(tx, supporterId, version);
  if ("refused" in held) return held;
  const result = await changeHomeAddress(tx, supporterId, home);
  if ("refused" in result) return result;
  await recordAudit(tx, by, {
    action: "person.corrected",
    about: { kind: "supporter", id: supporterId },
    was: { version },
    became: { version: version + (result.changed > 0 ? 1 : 0), what: "home" },
  });
  return { corrected: true };
}

/** Writes down a Gift Aid declaration that a person made on paper or by phone. The written confirmation goes out by email. */
export async function recordDeclarationAtDesk(
  tx: Tx,
  by: By,
  supporterId: string,
  declaration: OfflineDeclaration,
): Promise<{ declarationId: string } | { refused: "already-declared" }> {
  const result = await recordOfflineDeclaration(tx, supporterId, declaration);
  if ("declarationId" in result)
    await recordAudit(tx, by, {
      action: "gift-aid.recorded",
      about: { kind: "declaration", id: result.declarationId },
      became: { supporter: supporterId, via: declaration.via, scope: declaration.scope, declaredOn: declaration.declaredOn },
    });
  return result;
}

/** Cancels a declaration on its giver's word, for what they give from now on; an email confirms it. */
export async function cancelDeclarationAtDesk(
  tx: Tx,
  by: By,
  supporterId: string,
  declarationId: string,
): ReturnType<typeof cancelDeclaration> {
  const result = await cancelDeclaration(tx, supporterId, declarationId);
  if ("cancelledAt" in result)
    await recordAudit(tx, by, {
      action: "gift-aid.cancelled",
      about: { kind: "declaration", id: declarationId },
      became: { supporter: supporterId },
    });
  return result;
}

/**
 * Sends one of a person's emails again, once for each form.
 * @param copyId the form's id
 * @returns whether it is queued now; false: it was before, one still waits, or it is not theirs
 */
export async function resendEmailOf(
  tx: Tx,
  by: By,
  { supporterId, emailId, copyId }: { supporterId: string; emailId: string; copyId: string },
): Promise<boolean> {
  if (!(await isEmailOf(tx, supporterId, emailId)) || !(await queueCopy(tx, emailId, copyId))) return false;
  await recordAudit(tx, by, { action: "email.resent", about: { kind: "supporter", id: supporterId } });
  return true;
}
