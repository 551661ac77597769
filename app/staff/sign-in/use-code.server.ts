import type { Tx } from "~/platform/database/db.server";
import { recordAudit, type AuditActor } from "../audit/record-audit.server";
import { useRecoveryCode } from "../ways/recovery-codes.server";
import { isTotpCode, useTotpCode } from "../ways/totp.server";

/** Takes a code as somebody typed it: of the app, or a recovery code. Each counts once. @returns whether it was right */
export async function useCode(tx: Tx, by: NonNullable<AuditActor>, typed: string): Promise<boolean> {
  const digits = typed.replaceAll(/\s/g, "");
  if (isTotpCode(digits)) return await useTotpCode(tx, by.id, digits);
  if (!(await useRecoveryCode(tx, by.id, typed))) return false;
  const left = await tx.recoveryCode.count({ where: { staffId: by.id, usedAt: null } });
  await recordAudit(tx, by, { action: "recovery-code.used", about: { kind: "staff", id: by.id }, became: { left } });
  return true;
}
