import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId, randomText } from "~/platform/ids.server";
import { keyedHash } from "~/platform/secrets/keyed-hash.server";

const codesOfAMember = 10;
// No vowels and nothing that looks like something else: it is written on paper.
const alphabet = "23456789bcdfghjkmnpqrtvwxy";
const codeLength = 12;

const hashCode = (staffId: string, code: string): string => keyedHash("recovery code", `${staffId} ${code}`);

const newCode = (): string => randomText(alphabet, codeLength);

/** Ten new codes in place of all before. @returns them, to be shown once: only their hashes are kept */
export async function makeRecoveryCodes(tx: Tx, staffId: string): Promise<string[]> {
  const codes = Array.from({ length: codesOfAMember }, newCode);
  await tx.recoveryCode.deleteMany({ where: { staffId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ id: newId(), staffId, codeHash: hashCode(staffId, code) })) });
  return codes.map((code) => code.replaceAll(/(.{4})(?=.)/g, "$1-"));
}

/** Takes a recovery code: each once. @returns false: wrong, or used before */
export async function useRecoveryCode(tx: Tx, staffId: string, typed: string): Promise<boolean> {
  const code = typed.toLowerCase().replaceAll(/[\s-]/g, "");
  if (code.length !== codeLength) return false;
  const { count } = await tx.recoveryCode.updateMany({
    where: { staffId, codeHash: hashCode(staffId, code), usedAt: null },
    data: { usedAt: now() },
  });
  return count === 1;
}
