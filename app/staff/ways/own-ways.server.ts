import { inTransaction, db, type Tx } from "~/platform/database/db.server";
import { recordAudit } from "../audit/record-audit.server";
import type { Staff } from "../session.server";
import { countCodeTry, type TooMany } from "../sign-in/code-limits.server";
import { addPasskey, type PasskeyRefusal } from "./passkeys.server";
import { makeRecoveryCodes } from "./recovery-codes.server";
import { setUpTotp } from "./totp.server";

/** "last-way": a passkey or an app has to stay. */
export type WayRefusal = PasskeyRefusal | TooMany | { refused: "last-way" | "wrong-code" | "not-there" };

/** How a member signs in, for their own page. */
export async function listOwnWays(staffId: string) {
  const [passkeys, totp, codesLeft] = await Promise.all([
    db.passkey.findMany({ where: { staffId }, orderBy: { createdAt: "asc" } }),
    db.staffTotp.findUnique({ where: { staffId }, select: { createdAt: true } }),
    db.recoveryCode.count({ where: { staffId, usedAt: null } }),
  ]);
  return { passkeys, totp, codesLeft };
}

export const addOwnPasskey = (staff: Staff, responseJson: string, name: string): Promise<{ id: string } | PasskeyRefusal> =>
  inTransaction(async (tx) => {
    const added = await addPasskey(tx, staff.id, responseJson, name);
    if ("id" in added) await recordAudit(tx, staff, { action: "passkey.added", about: { kind: "passkey", id: added.id } });
    return added;
  });

export const removeOwnPasskey = (staff: Staff, id: string): Promise<{ removed: true } | WayRefusal> =>
  inTransaction(async (tx) => {
    const { passkeys, hasTotp } = await lockWays(tx, staff.id);
    if (!passkeys.includes(id)) return { refused: "not-there" as const };
    if (passkeys.length === 1 && !hasTotp) return { refused: "last-way" as const };
    await tx.passkey.delete({ where: { id } });
    await recordAudit(tx, staff, { action: "passkey.removed", about: { kind: "passkey", id } });
    return { removed: true as const };
  });

export async function setUpOwnTotp(staff: Staff, encryptedSecret: string, code: string, ip: string): Promise<{ added: true } | WayRefusal> {
  const tooMany = await countCodeTry(staff.id, ip);
  if (tooMany) return tooMany;
  return await inTransaction(async (tx) => {
    if (!(await setUpTotp(tx, staff.id, encryptedSecret, code))) return { refused: "wrong-code" as const };
    await recordAudit(tx, staff, { action: "totp.added", about: { kind: "staff", id: staff.id } });
    return { added: true as const };
  });
}

export const removeOwnTotp = (staff: Staff): Promise<{ removed: true } | WayRefusal> =>
  inTransaction(async (tx) => {
    const { passkeys, hasTotp } = await lockWays(tx, staff.id);
    if (!hasTotp) return { refused: "not-there" as const };
    if (passkeys.length === 0) return { refused: "last-way" as const };
    await tx.staffTotp.delete({ where: { staffId: staff.id } });
    await recordAudit(tx, staff, { action: "totp.removed", about: { kind: "staff", id: staff.id } });
    return { removed: true as const };
  });

/** Ten new codes; the old ones work no longer. @returns them, to be shown once */
export const renewOwnCodes = (staff: Staff): Promise<string[]> =>
  inTransaction(async (tx) => {
    await recordAudit(tx, staff, { action: "recovery-codes.made", about: { kind: "staff", id: staff.id } });
    return await makeRecoveryCodes(tx, staff.id);
  });

/** One after the other: two windows can't take away the last two ways at once. */
async function lockWays(tx: Tx, staffId: string): Promise<{ passkeys: string[]; hasTotp: boolean }> {
  await tx.$queryRaw`SELECT id FROM staff_member WHERE id = ${staffId} FOR UPDATE`;
  const passkeys = await tx.passkey.findMany({ where: { staffId }, select: { id: true } });
  return { passkeys: passkeys.map(({ id }) => id), hasTotp: (await tx.staffTotp.count({ where: { staffId } })) > 0 };
}
