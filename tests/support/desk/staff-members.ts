import { generateSync } from "otplib";
import { expect } from "vitest";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { signInHeaders } from "~/staff/session.server";
import { requestStaffSignIn } from "~/staff/sign-in/request-staff-sign-in.server";
import { signInWithCode } from "~/staff/sign-in/sign-in-with-code.server";
import { signStaffLink } from "~/staff/staff-links.server";
import { acceptInvitation } from "~/staff/team/accept-invitation.server";
import { inviteMember } from "~/staff/team/invite-member.server";
import { promptForNewPasskey } from "~/staff/ways/passkeys.server";
import { offerTotp } from "~/staff/ways/totp.server";
import { SoftwarePasskey } from "tests/support/desk/software-passkey";

/** Ada, who joins the team of a test and signs in. */

export const origin = config.baseUrl.replace("127.0.0.1", "localhost");
export const ip = "203.0.113.7";
export const request = (cookie = "") => new Request(`${config.baseUrl}/desk`, { headers: { cookie } });
export const email = "ada@example.org";
export const cookieOfToken = async (token: string) => ((await signInHeaders(token))["Set-Cookie"] ?? "").split(";")[0] ?? "";

/** Invites Ada, and gives the token of her emailed link. */
export async function invite(role: "administrator" | "treasurer" = "treasurer") {
  const invited = await inviteMember(null, { email, name: "Ada", role });
  if ("refused" in invited) throw new Error(invited.refused);
  const row = await db.staffInvitation.findFirstOrThrow({ where: { staffId: invited.staffId, usedAt: null } });
  return { staffId: invited.staffId, token: signStaffLink("staff invitation", row), row };
}

/** Ada on the team, with a passkey. */
export async function joinWithPasskey() {
  const { staffId, token } = await invite();
  const passkey = new SoftwarePasskey(origin);
  const passkeyJson = passkey.create(await promptForNewPasskey({ id: staffId, name: "Ada", email }));
  const accepted = await acceptInvitation(token, { passkeyJson, passkeyName: "phone" }, { request: request(), ip });
  if (!("codes" in accepted)) throw new Error(accepted.refused);
  return { staffId, passkey, codes: accepted.codes, cookie: await cookieOfToken(accepted.token), invitation: token };
}

/** The code that an app with this key shows, some half minutes from now. */
export const codeOf = (typed: string, steps = 0) =>
  generateSync({ secret: typed.replaceAll(" ", ""), epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** Ada on the team, with an app. */
export async function joinWithApp() {
  const { staffId, token } = await invite();
  const offer = offerTotp({ id: staffId, email });
  const accepted = await acceptInvitation(
    token,
    { encryptedSecret: offer.encryptedSecret, code: codeOf(offer.typed, -1) },
    { request: request(), ip },
  );
  if (!("codes" in accepted)) throw new Error(accepted.refused);
  return { staffId, typed: offer.typed, codes: accepted.codes };
}

export async function askForLink(address = email): Promise<string> {
  expect(await requestStaffSignIn(address, { ip, goTo: "/desk/audit" })).toEqual({ requested: true });
  const row = await db.staffSignInLink.findFirstOrThrow({ where: { email: address, usedAt: null } });
  return signStaffLink("staff sign-in link", row);
}

export const useLink = (token: string, code: string) => signInWithCode(token, code, { request: request(), ip });
