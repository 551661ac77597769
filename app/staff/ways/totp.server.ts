import { generateSecret, generateURI, verifySync } from "otplib";
import { renderSVG } from "uqr";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import type { Tx } from "~/platform/database/db.server";
import { deriveKey } from "~/platform/secrets/derive-key.server";
import { decrypt, encrypt } from "~/platform/secrets/encrypt.server";

const key = () => deriveKey(config.lastingSecret, "staff authenticator apps");
/** A secret that only its member's row can be read with. */
const encryptSecret = (secret: string, staffId: string): string => encrypt(secret, key(), staffId);
const decryptSecret = (encrypted: string, staffId: string): string | null => decrypt(encrypted, key(), staffId);

/** What a page shows to set up an app: for a camera, to type, and (encrypted) for the form that sends the first code. */
export type TotpOffer = { qrSvg: string; typed: string; uri: string; encryptedSecret: string };

/** A new secret for a member's app, or the one that a page offered before. Nothing is kept until a code of it comes. */
export function offerTotp(staff: { id: string; email: string }, encryptedBefore?: string): TotpOffer {
  const before = encryptedBefore && decryptSecret(encryptedBefore, staff.id);
  const secret = before || generateSecret();
  const uri = generateURI({ issuer: config.charity.name, label: staff.email, secret });
  const encryptedSecret = before ? encryptedBefore : encryptSecret(secret, staff.id);
  return { qrSvg: renderSVG(uri, { border: 1 }), typed: secret.replaceAll(/(.{4})(?=.)/g, "$1 "), uri, encryptedSecret };
}

const stepSeconds = 30;

/** The step that a code belongs to; null: it is wrong. Authenticator apps know the real time, whatever a trial site's clock says. */
function findStep(secret: string, code: string): number | null {
  const epoch = Math.floor(Date.now() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: stepSeconds });
  return result.valid ? Math.floor(epoch / stepSeconds) + result.delta : null;
}

/** Sets up a member's app, in place of the one before. @returns false: the code is wrong */
export async function setUpTotp(tx: Tx, staffId: string, encryptedSecret: string, code: string): Promise<boolean> {
  const secret = decryptSecret(encryptedSecret, staffId);
  const step = secret && isTotpCode(code) ? findStep(secret, code) : null;
  if (secret === null || step === null) return false;
  const totp = { encryptedSecret: encryptSecret(secret, staffId), lastStep: step, createdAt: now() };
  await tx.staffTotp.upsert({ where: { staffId }, create: { staffId, ...totp }, update: totp });
  return true;
}

/** Takes a code of a member's app: each once. @returns false: wrong, late, or used before */
export async function useTotpCode(tx: Tx, staffId: string, code: string): Promise<boolean> {
  const totp = isTotpCode(code) ? await tx.staffTotp.findUnique({ where: { staffId } }) : null;
  const secret = totp && decryptSecret(totp.encryptedSecret, staffId);
  const step = secret ? findStep(secret, code) : null;
  if (step === null) return false;
  const { count } = await tx.staffTotp.updateMany({ where: { staffId, lastStep: { lt: step } }, data: { lastStep: step } });
  return count === 1;
}

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(code);
