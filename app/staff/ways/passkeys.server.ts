import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { Passkey } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { checkFormToken, createFormToken } from "~/platform/http/forms/form-token.server";
import { newId } from "~/platform/ids.server";
import { addMinutes, challengeMinutes } from "../session-rules";
import { relyingParty } from "./relying-party.server";

/** What a passkey is asked for. An answer to one question answers no other. */
export type PasskeyPurpose = "sign in" | `confirm ${string}` | `add ${string}`;

/** What a page hands to the browser: the options, and at which host they work. */
export type PasskeyPrompt = { kind: "create" | "get"; host: string; optionsJson: string };

const challengeAges = { minMs: 0, maxMs: challengeMinutes * 60_000 };
const formName = (purpose: PasskeyPurpose) => `passkey ${purpose}`;
/** A signed, dated challenge: nothing is written until it is answered. */
const challengeFor = (purpose: PasskeyPurpose): string => createFormToken(formName(purpose), now(), challengeAges);
const decodeChallenge = (challenge: string): string => Buffer.from(challenge, "base64url").toString("utf8");
const isOurChallenge = (purpose: PasskeyPurpose) => (challenge: string) =>
  checkFormToken(formName(purpose), decodeChallenge(challenge), now(), challengeAges) === null;

/** Asks a browser to make a passkey for a member. */
export async function promptForNewPasskey(staff: { id: string; name: string; email: string }): Promise<PasskeyPrompt> {
  const { id, name } = relyingParty();
  const existing = await db.passkey.findMany({ where: { staffId: staff.id } });
  const options = await generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userName: staff.email,
    userDisplayName: staff.name,
    userID: new Uint8Array(Buffer.from(staff.id)),
    challenge: challengeFor(`add ${staff.id}`),
    excludeCredentials: existing.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { kind: "create", host: id, optionsJson: JSON.stringify(options) };
}

/** Asks a browser for a passkey that it has. To sign in nobody is named: the passkey says whose it is. */
export async function promptForPasskey(purpose: PasskeyPurpose): Promise<PasskeyPrompt> {
  const { id } = relyingParty();
  const options = await generateAuthenticationOptions({ rpID: id, challenge: challengeFor(purpose), userVerification: "required" });
  return { kind: "get", host: id, optionsJson: JSON.stringify(options) };
}

/** "invalid": of another site, for another question, asked too long ago, altered, or not understood. "used": sent twice. */
export type PasskeyRefusal = { refused: "invalid" | "unknown-passkey" | "used" };

/** Keeps the passkey that a browser made. */
export async function addPasskey(tx: Tx, staffId: string, responseJson: string, name: string): Promise<{ id: string } | PasskeyRefusal> {
  const { id: rpId, origin } = relyingParty();
  const response = parseJson(responseJson) as RegistrationResponseJSON | null;
  const purpose = `add ${staffId}` as const;
  if (!response) return { refused: "invalid" };
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: isOurChallenge(purpose),
    expectedOrigin: origin,
    expectedRPID: rpId,
  }).catch(() => null);
  if (!verified?.verified) return { refused: "invalid" };
  if (!(await useChallenge(tx, response))) return { refused: "used" };
  const { credential } = verified.registrationInfo;
  if (await tx.passkey.findUnique({ where: { credentialId: credential.id } })) return { refused: "used" };
  const id = newId();
  await tx.passkey.create({
    data: {
      id,
      staffId,
      credentialId: credential.id,
      publicKey: new Uint8Array(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name,
      createdAt: now(),
    },
  });
  return { id };
}

/** Checks the answer of a passkey, and counts it as used. @returns the passkey, which says whose it is */
export async function verifyPasskey(tx: Tx, purpose: PasskeyPurpose, responseJson: string): Promise<Passkey | PasskeyRefusal> {
  const { id: rpId, origin } = relyingParty();
  const response = parseJson(responseJson) as AuthenticationResponseJSON | null;
  const passkey = typeof response?.id === "string" ? await tx.passkey.findUnique({ where: { credentialId: response.id } }) : null;
  if (!response || !passkey) return { refused: response ? "unknown-passkey" : "invalid" };
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: isOurChallenge(purpose),
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: {
      id: passkey.credentialId,
      publicKey: passkey.publicKey,
      counter: Number(passkey.counter),
      transports: passkey.transports,
    },
  }).catch(() => null);
  if (!verified?.verified) return { refused: "invalid" };
  if (!(await useChallenge(tx, response))) return { refused: "used" };
  await tx.passkey.update({
    where: { id: passkey.id },
    data: { counter: verified.authenticationInfo.newCounter, lastUsedAt: now() },
  });
  return passkey;
}

/** @returns false: this challenge was answered before */
async function useChallenge(tx: Tx, { response }: { response: { clientDataJSON: string } }): Promise<boolean> {
  const clientData = parseJson(Buffer.from(response.clientDataJSON, "base64url").toString("utf8")) as { challenge?: string } | null;
  const challenge = clientData?.challenge ?? "";
  const { count } = await tx.usedPasskeyChallenge.createMany({
    data: [{ challenge, expiresAt: addMinutes(now(), challengeMinutes + 1) }],
    skipDuplicates: true,
  });
  return count === 1;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
