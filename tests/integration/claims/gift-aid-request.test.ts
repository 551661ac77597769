import { describe, expect, test } from "vitest";
import { accountChangeModules } from "~/account/account-changes.server";
import * as requestScreen from "~/account/routes/gift-aid-request";
import { askDonor } from "~/claims/gifts/ask-donor.server";
import { findOpenGift } from "~/claims/gifts/find-open-gift.server";
import { claimEmails } from "~/claims/claim-emails.server";
import { giftAidRequestToken } from "~/giving/gift-aid/request-link.server";
import { giftAidEmails } from "~/giving/gift-aid/gift-aid-emails.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { renderEmail } from "~/platform/mail/render-email.server";
import { addDeclaration, addDonor, addGift } from "tests/support/claims/claim-gifts";
import { currentTime, passSeconds, useClaims } from "tests/support/claims/claim-harness";

useClaims();

const day = 24 * 60 * 60;
const details = { first: "Ada", last: "Byron", house: "12 Mill Lane", postcode: "sw1a1aa" };
const declared = { ...details, giftaid: "yes", scope: "this_future_and_past" };

type Answer = { status: number; location: string; data: { errors?: { field: string }[]; input?: object; linkRefusal?: string } };

async function answerWith(run: () => unknown): Promise<Answer> {
  const answer = await run();
  if (answer instanceof Response) return { status: answer.status, location: answer.headers.get("location") ?? "", data: {} };
  const { data, init } = answer as { data: Answer["data"]; init: ResponseInit };
  return { status: init.status ?? 200, location: "", data };
}
const post = (token: string, form: Record<string, string>) => {
  const request = new Request(`http://127.0.0.1:3000/gift-aid/${token}`, { method: "POST", body: new URLSearchParams(form) });
  return answerWith(() => requestScreen.action({ request, params: { token }, context: {} } as never));
};
const open = (token: string) =>
  answerWith(() => requestScreen.loader({ request: new Request("http://127.0.0.1:3000/"), params: { token }, context: {} } as never));

describe("the link of a request", () => {
  test("makes a declaration that finds earlier gifts, once, in the words that were shown, and a second press changes nothing", async () => {
    const donor = await addDonor();
    const giftId = await addGift(donor);
    await askDonor(giftId, "robin");
    const composed = await claimEmails["gift-aid-request"]({ supporterId: donor, on: "2026-11-28" });
    const { text } = await renderEmail(composed?.body as never);
    const token = /\/gift-aid\/([\w.-]+)/.exec(text)?.[1] ?? "";
    expect(await open(token)).toMatchObject({ status: 200, data: { hasDeclaration: false, hasUnconfirmed: false } });
    expect((await post(token, declared)).location).toContain("saved=declared");
    expect((await post(token, declared)).location).toContain("saved=before");
    expect(await db.declaration.findMany()).toMatchObject([
      {
        supporterId: donor,
        scope: "this_future_and_past",
        house: "12 Mill Lane",
        postcode: "SW1A 1AA",
        wording: "gift-aid-2026-1",
        giverVerified: true,
      },
    ]);
    expect(await findOpenGift(giftId)).toMatchObject({ holdBack: null, eligible: { pence: 1000 } });
    expect((await db.outgoingEmail.findMany({ orderBy: { kind: "asc" } })).map(({ kind }) => kind)).toEqual([
      "gift-aid-declared",
      "gift-aid-request",
    ]);
  });

  test("puts name and home right in a declaration that stands; what was told before stays beside it", async () => {
    const donor = await addDonor({ firstName: "A", lastName: "B" });
    const declarationId = await addDeclaration(donor, { firstName: "A", lastName: "B" });
    const giftId = await addGift(donor);
    expect(await findOpenGift(giftId)).toMatchObject({ holdBack: { reason: "details" } });
    const token = giftAidRequestToken(donor, currentTime());
    expect((await open(token)).data).toMatchObject({ hasDeclaration: true });
    expect((await post(token, { ...details, first: "Augusta" })).location).toContain("saved=changed");
    expect(await db.declaration.findMany({ include: { changes: true } })).toMatchObject([
      { id: declarationId, lastName: "B", changes: [{ firstName: "Augusta", lastName: "Byron", postcode: "SW1A 1AA" }] },
    ]);
    expect(await db.supporter.findUnique({ where: { id: donor } })).toMatchObject({ firstName: "Augusta", lastName: "Byron" });
    expect(await findOpenGift(giftId)).toMatchObject({ eligible: { details: { firstName: "Augusta" } } });
  });

  test("changes something once, and its owner is told of it; for the rest of its 60 days it says that it was used", async () => {
    const donor = await addDonor();
    const id = await addDeclaration(donor);
    const token = giftAidRequestToken(donor, currentTime());
    expect((await post(token, { ...details, house: "" })).status).toBe(400);
    passSeconds(day);
    // Two presses at once: one of them changes something.
    const forms = ["13 Mill Lane", "14 Mill Lane"].map((house) => ({ ...details, house }));
    const locations = await Promise.all(forms.map(async (form) => (await post(token, form)).location.split("saved=")[1]));
    expect(new Set(locations)).toEqual(new Set(["before", "changed"]));
    expect(await open(token)).toMatchObject({ status: 404, data: { linkRefusal: "used" } });
    passSeconds(30 * day);
    expect((await post(token, { ...details, first: "Mallory" })).location).toContain("saved=before");
    expect(await db.declarationChange.count({ where: { declarationId: id } })).toBe(1);
    expect(await db.supporter.findUnique({ where: { id: donor } })).toMatchObject({ firstName: "Ada" });

    const [queued, ...others] = await db.outgoingEmail.findMany();
    expect([queued?.kind, others]).toEqual(["gift-aid-changed", []]);
    const composed = await giftAidEmails["gift-aid-changed"](queued?.about as { supporterId: string; at: string });
    expect(composed?.to).toBe((await db.supporter.findUniqueOrThrow({ where: { id: donor } })).email);
    expect((await renderEmail(composed?.body as never)).text).not.toMatch(/Mill Lane|SW1A|Byron/);

    // Asked once more, they answer once more; the same name and home are nothing to tell.
    const later = giftAidRequestToken(donor, currentTime());
    const { firstName, lastName, house, postcode } = await db.declarationChange.findFirstOrThrow();
    expect((await post(later, { first: firstName, last: lastName, house, postcode: postcode ?? "" })).location).toContain("saved=changed");
    expect(await open(later)).toMatchObject({ data: { linkRefusal: "used" } });
    expect(await db.outgoingEmail.count()).toBe(1);
  });

  test("lies in a mailbox that its owner has left: it changes nothing", async () => {
    const donor = await addDonor();
    await addDeclaration(donor);
    const token = giftAidRequestToken(donor, currentTime());
    passSeconds(day);
    await inTransaction(async (tx) => {
      const moved = { supporterId: donor, oldEmail: "before@example.org", newEmail: "after@example.org" };
      for (const module of accountChangeModules) await module.onNewEmail(tx, moved);
    });
    expect(await open(token)).toMatchObject({ status: 404, data: { linkRefusal: "used" } });
    await post(token, details);
    expect(await db.declarationChange.count()).toBe(0);
    passSeconds(1);
    expect(await open(giftAidRequestToken(donor, currentTime()))).toMatchObject({ status: 200 });
  });

  test("never shows the home that we know, and keeps what was typed where something is wrong", async () => {
    const donor = await addDonor();
    await addDeclaration(donor, { house: "99 Secret Street" });
    const token = giftAidRequestToken(donor, currentTime());
    expect(JSON.stringify((await open(token)).data)).not.toContain("Secret");
    const other = giftAidRequestToken(await addDonor(), currentTime());
    const wrong = { first: "Ada", last: "", house: "", postcode: "nowhere" };
    expect(await post(other, wrong)).toMatchObject({
      status: 400,
      data: {
        input: wrong,
        errors: [{ field: "last" }, { field: "house" }, { field: "postcode" }, { field: "giftaid" }, { field: "scope" }],
      },
    });
    expect(await db.declaration.count()).toBe(1);
  });

  test("that is altered, has run out after 60 days, or leads to nobody, says so and changes nothing", async () => {
    const donor = await addDonor();
    const token = giftAidRequestToken(donor, currentTime());
    expect(await open(`${token}x`)).toMatchObject({ status: 404, data: { linkRefusal: "invalid" } });
    expect(await post(token.replace(donor, "somebody-else"), declared)).toMatchObject({ status: 404, data: { linkRefusal: "invalid" } });
    expect(await open(giftAidRequestToken("gone", currentTime()))).toMatchObject({ status: 404, data: { linkRefusal: "gone" } });
    passSeconds(60 * day);
    expect(await post(token, declared)).toMatchObject({ status: 404, data: { linkRefusal: "expired" } });
    expect(await db.declaration.count()).toBe(0);
  });

  test("shows nothing of its owner, and confirms no gift: who was passed the email can't say what is theirs", async () => {
    const donor = await addDonor({ firstName: "Augusta", lastName: "Lovelace" });
    await addDeclaration(donor);
    const giftId = await addGift(donor, { giverVerified: false, giftPence: 12_345 });
    expect(await findOpenGift(giftId)).toMatchObject({ holdBack: { reason: "unconfirmed" } });
    const token = giftAidRequestToken(donor, currentTime());
    const { data } = await open(token);
    expect(data).toMatchObject({ hasUnconfirmed: true });
    expect(JSON.stringify(data)).not.toMatch(/Augusta|Lovelace|12345|RL-/);
    await post(token, { what: "confirm", gift: giftId });
    expect(await db.donation.count({ where: { giverVerified: true } })).toBe(0);
    expect(await findOpenGift(giftId)).toMatchObject({ holdBack: { reason: "unconfirmed" } });
  });
});

test("a donor may be asked again after thirty days", async () => {
  const giftId = await addGift(await addDonor());
  expect(await askDonor(giftId, "robin")).toEqual({ asked: true });
  passSeconds(29 * day);
  expect(await askDonor(giftId, "robin")).toEqual({ refused: "asked-before", on: "2026-11-28" });
  passSeconds(day);
  expect(await askDonor(giftId, "robin")).toEqual({ asked: true });
  expect(await db.outgoingEmail.count()).toBe(2);
});
