import { expect, test } from "vitest";
import { findCoveringDeclaration } from "~/giving/gift-aid/declarations.server";
import { taxYearOf } from "~/giving/gift-aid/gift-aid";
import { db, inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import * as cancelGiftAid from "~/account/routes/gift-aid-cancel";
import * as details from "~/account/routes/details";
import * as emailChange from "~/account/routes/email-change";
import * as everything from "~/account/routes/data-json";
import * as giftAid from "~/account/routes/gift-aid";
import * as home from "~/account/routes/home";
import * as receipt from "~/account/routes/receipt";
import * as statement from "~/account/routes/statement";
import {
  aDonationForm,
  aDonationFormWithGiftAid,
  aDonorOrigin,
  completeDonation,
  listSentSubjects,
  runJobs,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { copiedText, withoutSpaces } from "tests/support/giving/pdf-contents";
import { joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, listEmailedPaths, openScreen, postForm, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const email = "adaline@example.org";
const createDonor = async (change: Parameters<typeof aDonationForm>[0] = {}) => {
  const gift = await completeDonation({ card: "visa" }, aDonationForm(change));
  const id = getSupporterId(gift);
  return { gift, id, cookie: await signInAs(id) };
};
const readDownload = async (asked: Promise<Response>) => {
  const answer = await asked;
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const requestArgs = (path: string, cookie: string, params: Record<string, string>) =>
  ({ request: new Request(`http://127.0.0.1:3000${path}`, { headers: { cookie } }), params, context: { ip: "" } }) as never;

test("history, receipt and statements belong to whoever gave, and to nobody else", async () => {
  const { gift, cookie } = await createDonor({ gift: pence(3000) });
  const other = await signInAs(getSupporterId(await completeDonation({ card: "visa" }, aDonationForm({ email: "other@example.org" }))));
  const shown = await openScreen(home, "/supporter", { cookie });
  expect(shown.shown["history"]).toMatchObject({ net: 3000, rows: [{ reference: gift.reference, statusText: "Paid", hasReceipt: true }] });

  const pdf = await readDownload(receipt.loader(requestArgs("/", cookie, { reference: gift.reference })));
  expect(pdf.headers.get("content-type")).toBe("application/pdf");
  expect(pdf.headers.get("cache-control")).toBe("no-store");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect((await openScreen(receipt, "/", { cookie: other, params: { reference: gift.reference } })).status).toBe(404);
  expect((await openScreen(receipt, "/", { params: { reference: gift.reference } })).status).toBe(302);

  const year = taxYearOf(londonDate(gift.paidAt ?? new Date(0)));
  const csv = await readDownload(statement.loader(requestArgs("/", cookie, { file: `${year}.csv` })));
  expect(csv.bytes.toString()).toContain(`"${gift.reference}",30.00,0.00,30.00,"no"`);
  const paper = await readDownload(statement.loader(requestArgs("/", cookie, { file: `${year}.pdf` })));
  const copied = await copiedText(paper.bytes);
  expect(copied).toContain(withoutSpaces("received these donations from you."));
  expect(copied).toContain(gift.reference);
  for (const file of [`${year}`, `${year}.exe`, `../${year}.pdf`, "1.csv"])
    expect((await openScreen(statement, "/", { cookie, params: { file } })).status).toBe(404);
});

test("a new name is kept for the person, their plans and their declarations; gifts keep theirs; mistakes change nothing", async () => {
  const plan = await joinPlan({ declaration: { house: "1 Candle Street", postcode: "EX1 1AA" } });
  const id = plan.supporterId ?? "";
  const cookie = await signInAs(id);
  const change = (first: string, last: string) => postForm(details, "/supporter/details", { what: "name", first, last }, { cookie });
  for (const [first, last] of [
    ["", "Lovelamp"],
    ["Ada", ""],
    ["Ada", "x".repeat(36)],
    ["Ada", "Love\u0007lamp"],
    ["Ada", "Love1"],
  ] as const)
    expect((await change(first, last)).status).toBe(400);
  expect(await db.declarationChange.count()).toBe(0);
  for (let times = 0; times < 2; times++) expect((await change("Ada", "Lovelace-Yıldız")).status).toBe(303);
  expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ firstName: "Ada", lastName: "Lovelace-Yıldız" });
  expect(await db.plan.findFirst()).toMatchObject({ firstName: "Ada" });
  expect(await db.donation.findFirst()).toMatchObject({ firstName: "Adaline" });
  expect(await db.declarationChange.findMany()).toMatchObject([{ firstName: "Ada", house: "1 Candle Street" }]);
});

test("an address changes once both addresses have said yes, in either order and however often; Stripe is told", async () => {
  const plan = await joinPlan();
  const id = plan.supporterId ?? "";
  const cookie = await signInAs(id);
  const to = "ada@new.example.org";
  const asked = await postForm(details, "/supporter/details", { what: "email", email: "Ada@New.Example.org" }, { cookie });
  expect(asked.headers.get("location")).toBe("/supporter/details?saved=email");
  await runJobs();
  const path = (side: "old" | "new") => listEmailedPaths(side === "old" ? email : to, new RegExp(`^/supporter/email/${side}/`))[0] ?? "";
  const say = (side: string, token: string, answer = "yes") =>
    postForm(emailChange, `/supporter/email/${side}/${token}`, { answer }, { params: { side, token } });
  const token = { old: path("old").split("/").at(-1) ?? "", new: path("new").split("/").at(-1) ?? "" };
  // Opening changes nothing, and a link of one address is none of the other.
  for (const side of ["old", "new"] as const)
    expect((await openScreen(emailChange, path(side), { params: { side, token: token[side] } })).status).toBe(200);
  expect(await say("old", token.new)).toMatchObject({ status: 410, shown: { reason: "invalid-link" } });
  for (let times = 0; times < 2; times++) expect((await say("new", token.new)).shown).toEqual({ state: "waiting", side: "old" });
  expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ email });
  expect((await say("old", token.old)).shown).toEqual({ state: "changed" });
  expect(await say("old", token.old)).toMatchObject({ status: 410, shown: { reason: "done" } });
  await runJobs();
  expect(await db.supporter.findUnique({ where: { id } })).toMatchObject({ email: to });
  expect([await db.plan.findFirst(), await db.donation.findFirst()]).toMatchObject([{ email: to }, { email: to }]);
  const { stripe } = await import("~/platform/payments/stripe.server");
  expect(await stripe().customers.retrieve(plan.stripeCustomerId ?? "")).toMatchObject({ email: to });
});

test("a change that is called off or replaced does nothing, and “it was not me” signs out whoever asked", async () => {
  const { id, cookie: first } = await createDonor();
  let cookie = first;
  const request = (to: string) => postForm(details, "/supporter/details", { what: "email", email: to }, { cookie });
  const say = async (side: "old" | "new", to: string, answer: string, nth = 0) => {
    await runJobs();
    const token =
      listEmailedPaths(side === "old" ? email : to, new RegExp(`^/supporter/email/${side}/`))
        [nth]?.split("/")
        .at(-1) ?? "";
    return await postForm(emailChange, "/", { answer }, { params: { side, token } });
  };
  expect((await request(email)).status).toBe(400);
  await request("first@example.org");
  await runJobs();
  await request("second@example.org");
  expect(await say("new", "first@example.org", "yes")).toMatchObject({ shown: { reason: "cancelled" } });
  expect((await say("new", "second@example.org", "yes")).shown).toEqual({ state: "waiting", side: "old" });
  expect((await say("old", "second@example.org", "yes")).shown).toEqual({ state: "changed" });
  expect(await db.supporter.findMany()).toMatchObject([{ id, email: "second@example.org" }]);
  // "It was not me", from the old address, signs out whoever asked.
  cookie = await signInAs(id);
  await request("third@example.org");
  await runJobs();
  const token =
    listEmailedPaths("second@example.org", /^\/supporter\/email\/old\//)[0]
      ?.split("/")
      .at(-1) ?? "";
  expect((await postForm(emailChange, "/", { answer: "no" }, { params: { side: "old", token } })).shown).toEqual({ state: "cancelled" });
  expect((await openScreen(home, "/supporter", { cookie })).status).toBe(302);
});

test("Gift Aid: made for later gifts, moved with its owner, cancelled for what comes after, never backdated", async () => {
  const { gift, id, cookie } = await createDonor();
  expect(gift.declarationId).toBeNull();
  const declare = (more: Record<string, string>) =>
    postForm(giftAid, "/supporter/gift-aid", { what: "declare", house: "1 Candle Street", postcode: "ex11aa", ...more }, { cookie });
  for (const wrong of [{}, { giftaid: "yes" }, { scope: "this_and_future" }, { giftaid: "yes", scope: "this_gift" }])
    expect((await declare(wrong as Record<string, string>)).status).toBe(400);
  expect(await db.declaration.count()).toBe(0);
  const twice = await Promise.all([1, 2].map(() => declare({ giftaid: "yes", scope: "this_and_future" })));
  expect(twice.map(({ status }) => status)).toEqual([303, 303]);
  const [declaration] = await db.declaration.findMany();
  expect(await db.declaration.count()).toBe(1);
  expect(declaration).toMatchObject({ house: "1 Candle Street", postcode: "EX1 1AA", via: "supporter", supporterId: id });
  await stripeControl().advance({ seconds: 60 });
  const signedIn = () => aDonorOrigin({ signedInEmail: email });
  const later = await completeDonation({ card: "visa" }, aDonationForm(), signedIn());
  expect(later.declarationId).toBe(declaration?.id);

  await postForm(giftAid, "/supporter/gift-aid", { what: "home", house: "2 Lamp Road", postcode: "EX2 2BB" }, { cookie });
  expect(await db.declaration.findFirst()).toMatchObject({ house: "1 Candle Street", cancelledAt: null });
  expect(await db.declarationChange.findMany()).toMatchObject([{ house: "2 Lamp Road", postcode: "EX2 2BB" }]);

  await stripeControl().advance({ seconds: 60 });
  const stranger = await createDonor({ email: "other@example.org" });
  const params = { id: declaration?.id ?? "" };
  expect((await postForm(cancelGiftAid, "/", {}, { cookie: stranger.cookie, params })).status).toBe(404);
  for (let times = 0; times < 2; times++) expect((await postForm(cancelGiftAid, "/", {}, { cookie, params })).status).toBe(303);
  await stripeControl().advance({ seconds: 60 });
  const afterwards = await completeDonation({ card: "visa" }, aDonationForm(), signedIn());
  expect([(await db.donation.findUnique({ where: { id: later.id } }))?.declarationId, afterwards.declarationId]).toEqual([
    declaration?.id,
    null,
  ]);
  const paidAt = later.paidAt ?? new Date();
  expect(
    await inTransaction((tx) =>
      findCoveringDeclaration(tx, {
        supporterId: id,
        ownDeclarationId: declaration?.id ?? null,
        paidAt,
        promisedAt: paidAt,
        giverVerified: true,
      }),
    ),
  ).toBe(declaration?.id);
  await runJobs();
  expect(listSentSubjects().filter((each) => /Gift Aid/.test(each))).toHaveLength(2);
});

test("the download holds every column of every row, but secrets", async () => {
  const plan = await joinPlan({ declaration: { house: "1 Candle Street", postcode: "EX1 1AA" }, wantsNews: true });
  const cookie = await signInAs(plan.supporterId ?? "");
  await completeDonation({ card: "visa" }, aDonationFormWithGiftAid({ message: "For the rooms", wantsNews: true }));
  const file = await readDownload(everything.loader(requestArgs("/", cookie, {})));
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="what-we-know-about-you.json"');
  const known = JSON.parse(file.bytes.toString()) as Record<string, Record<string, unknown>[]>;
  const secret = new Set(["token", "idempotencyKey", "formHash", "browserHash", "ipHash", "stripeCheckoutUrl", "stripeFingerprint"]);
  const columns = (row: object | null) => Object.keys(row ?? {}).filter((name) => !secret.has(name));
  expect(Object.keys(known["gifts"]?.[0] ?? {})).toEqual(expect.arrayContaining(columns(await db.donation.findFirst())));
  expect(Object.keys(known["sponsorships"]?.[0] ?? {})).toEqual(expect.arrayContaining(columns(await db.plan.findFirst())));
  expect(Object.keys(known["giftAidDeclarations"]?.[0] ?? {})).toEqual(expect.arrayContaining(columns(await db.declaration.findFirst())));
  expect(known["gifts"]).toHaveLength(2);
  expect(known["giftAidDeclarations"]).toHaveLength(2);
  expect(known["consents"]?.length).toBeGreaterThan(0);
  expect(known["emails"]?.length).toBe(await db.outgoingEmail.count());
  expect(known["you"]).toMatchObject({ email });
  for (const name of secret) expect(JSON.stringify(known)).not.toContain(`"${name}"`);
  for (const part of Object.keys(known["whatEachPartIs"] ?? {})) expect(known).toHaveProperty(part);
});
