import fc from "fast-check";
import { expect, test } from "vitest";
import { isValidFormId, newFormId } from "~/giving/checkout/form-id.server";
import { donationFields, type DonationFormInput } from "~/giving/checkout/donation-form";
import { loader } from "~/giving/checkout/routes/donate";
import { loader as keyLoader } from "~/giving/checkout/routes/donation-key";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { useDonationHarness } from "tests/support/giving/donation-harness";
import { argsOf, type Fields, validFields, runScreen, post } from "tests/support/giving/donate-form";

useDonationHarness();
const expectNothingStored = async () =>
  expect(await Promise.all([db.donation.count(), db.declaration.count(), db.consent.count(), db.supporter.count()])).toEqual([0, 0, 0, 0]);

test("a form that is right is kept and leads to the payment page", async () => {
  const { status, headers } = await post({
    ...validFields(),
    giftaid: "yes",
    scope: "this_gift",
    house: "1 Candle Street",
    postcode: "ex11aa",
    news: "yes",
    cover: "yes",
    source: "utm_source=poster",
  });
  expect(status).toBe(303);
  expect(headers.get("location")).toMatch(new RegExp(`^${config.stripe.apiUrl}/c/pay/cs_test_`));
  expect(headers.get("set-cookie")).toMatch(/giving=.*HttpOnly.*SameSite=Lax/);
  expect(await db.donation.findMany({ include: { declaration: true } })).toMatchObject([
    { giftPence: 3000, coverPence: 66, wantsNews: true, source: { utm_source: "poster" }, declaration: { postcode: "EX1 1AA" } },
  ]);
});

test("the same form posted five times at once, as by an impatient finger, is one gift", async () => {
  const form = validFields();
  const cookie = ((await post({})).headers.get("set-cookie") ?? "").split(";")[0];
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(form, cookie)));
  expect(new Set(answers.map(({ headers }) => headers.get("location"))).size).toBe(1);
  expect(await db.donation.count()).toBe(1);
});

test.each<[string, Fields, string, RegExp]>([
  ["below £1", { amount: "other", other: "0.99" }, "other", /at least £1/],
  ["above the cap", { amount: "other", other: "25000.01" }, "other", /up to £25,000/],
  ["parts of a penny", { amount: "other", other: "5.005" }, "other", /whole pence/],
  ["another currency", { amount: "other", other: "€50" }, "other", /figures/],
  ["an exponent", { amount: "other", other: "1e3" }, "other", /figures/],
  ["less than nothing", { amount: "other", other: "-1" }, "other", /at least £1/],
  ["40 digits", { amount: "other", other: "9".repeat(40) }, "other", /up to £25,000/],
  ["Arabic digits", { amount: "other", other: "٥" }, "other", /figures/],
  ["no amount", { amount: [], other: "" }, "amount", /Choose an amount/],
  ["an amount that came twice", { amount: ["1500", "3000"] }, "amount", /twice/],
  ["an email address that came twice", { email: ["a@example.org", "b@example.org"] }, "email", /twice/],
  ["a name with NUL", { first: "Ada\u0000" }, "first", /can’t be shown/],
  ["a name of 10,000 characters", { first: "é".repeat(10_000) }, "first", /80 characters/],
  ["a name of 300 characters", { first: "é".repeat(300) }, "first", /80 characters/],
  ["no name", { first: "" }, "first", /first name/],
  ["no email address", { email: [] }, "email", /email address/],
  ["a message of 10,000 characters", { message: "😀".repeat(10_000) }, "message", /500 characters/],
  ["a message of 900 characters", { message: "😀".repeat(900) }, "message", /900 characters/],
  ["Gift Aid without an address", { giftaid: "yes", scope: "this_gift" }, "house", /HMRC/],
])("%s: 400, the mistake in words, everything typed kept, and nothing written", async (_what, change, field, words) => {
  const form = { ...validFields(), ...change };
  const { status, shown } = await post(form);
  expect(status).toBe(400);
  expect(shown?.errors).toContainEqual({ field, message: expect.stringMatching(words) });
  // Of what is far too long the beginning; a sign that no keyboard makes is taken out.
  for (const [name, value] of Object.entries(form) as [keyof DonationFormInput, string | string[]][])
    expect([name, shown?.input[name]]).toEqual([name, [value].flat()[0]?.slice(0, donationFields[name].readLength).replaceAll("\0", "")]);
  expect(shown?.formId).toBe(form["attempt"]);
  await expectNothingStored();
});

test.each<[string, RequestInit]>([
  ["nothing", {}],
  ["no form", { body: "hello", headers: { "content-type": "text/plain" } }],
  ["JSON", { body: "{}", headers: { "content-type": "application/json" } }],
  ["a broken form", { body: "--x\r\nbroken", headers: { "content-type": "multipart/form-data; boundary=x" } }],
  ["an empty form", { body: new URLSearchParams() }],
])("%s is answered with 400 and what is missing", async (_what, init) => {
  const { status, shown } = await runScreen(new Request("http://127.0.0.1:3000/donate", { method: "POST", ...init }));
  expect(status).toBe(400);
  expect(shown?.errors.map(({ field }) => field)).toEqual(["amount", "first", "email"]);
  await expectNothingStored();
});

test("a file where a text belongs is a mistake", async () => {
  const body = new FormData();
  body.append("first", new File(["x"], "name.txt"));
  expect((await runScreen(new Request("http://127.0.0.1:3000/donate", { method: "POST", body }))).status).toBe(400);
});

test("whatever is posted is answered: never a throw, and never half a gift", async () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("yes", "other", "3000", "a@example.org", "Ada", "EX1 1AA", "this_gift", "£5", "\u0000", "😀"),
  );
  const posted = fc.dictionary(
    fc.constantFrom(...Object.keys(donationFields).filter((name) => name !== "attempt")),
    fc.oneof(value, fc.array(value, { maxLength: 2 })),
    { noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(posted, async (form) => {
      const { status, shown } = await post(form);
      expect([200, 400, 409]).toContain(status);
      if (status === 400) expect(shown?.errors.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
  await expectNothingStored();
});

test.each<[string, Fields, string]>([
  ["that is too old", { attempt: newFormId(new Date(Date.now() - 13 * 3_600_000)) }, "too-old"],
  ["that is not ours", { attempt: "x.y.z" }, "too-old"],
  // No payment page was opened that could have closed: it says what is so.
  ["whose trap was filled in", { website: "https://example.org" }, "bot"],
])("a form %s is asked for once more, with a fresh number and everything kept", async (_what, change, notice) => {
  const form = { ...validFields(), ...change };
  const { status, shown } = await post(form);
  expect([status, shown?.notice]).toEqual([409, notice]);
  expect(shown?.formId).not.toBe(form["attempt"]);
  expect(shown?.input.first).toBe("Adaline");
  await expectNothingStored();
});

test("a form without a key is shown its exact sums and gets a key, and nothing is stored before that is sent", async () => {
  const form = { ...validFields(), attempt: "", amount: "other", other: "£10", cover: "yes" };
  const { status, shown } = await post(form);
  expect(status).toBe(200);
  expect(shown).toMatchObject({
    errors: [],
    notice: null,
    check: {
      total: "£10.36",
      parts: { donation: "£10.00", cover: "£0.36" },
      giftAid: null,
      appeal: null,
      name: "Adaline Lovelamp",
      email: "adaline@example.org",
    },
  });
  await expectNothingStored();
  const again = await post({ ...form, attempt: shown?.formId ?? "", step: "change" });
  expect([again.status, again.shown?.input.other]).toEqual([200, "£10"]);
  await expectNothingStored();
  const sent = await post({ ...form, attempt: shown?.formId ?? "" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, expect.stringContaining("/c/pay/")]);
  expect(await db.donation.count()).toBe(1);
});

test("a form without a key that is wrong comes back with its mistakes, and still without one", async () => {
  const { status, shown } = await post({ ...validFields(), attempt: "", first: "" });
  expect([status, shown?.formId, shown?.errors.map(({ field }) => field)]).toEqual([400, "", ["first"]]);
});

test("the empty form carries nothing of one donor and may be kept; one with anything of theirs may not", async () => {
  const open = async (path: string) => {
    const answer = (await loader(argsOf(new Request(`http://127.0.0.1:3000${path}`)))) as {
      data: { formId: string; input: object };
      init: ResponseInit;
    };
    return { ...answer.data, caching: new Headers(answer.init.headers).get("cache-control") };
  };
  const empty = await open("/donate");
  expect(empty).toMatchObject({ formId: "", caching: "public, max-age=60, s-maxage=60" });
  expect(await open("/donate")).toEqual(empty);
  expect((await open("/donate?amount=20")).caching).toBe("private, no-cache");
  const key = (await keyLoader().json()) as { key: string };
  expect(isValidFormId(key.key, new Date())).toBe(true);
  expect(keyLoader().headers.get("cache-control")).toBe("no-store");
});

test("too many, and Stripe away, are said in words with everything kept", async () => {
  const { apiUrl } = config.stripe;
  config.stripe.apiUrl = "http://127.0.0.1:9";
  const form = validFields();
  const away = await post(form);
  config.stripe.apiUrl = apiUrl;
  expect([away.status, away.shown?.notice, away.shown?.formId, away.shown?.input.email]).toEqual([
    503,
    "stripe-unreachable",
    form["attempt"],
    "adaline@example.org",
  ]);
  for (let attempt = 0; attempt < 10; attempt++) await post(validFields());
  const refused = await post(validFields());
  expect([refused.status, refused.shown?.notice, refused.shown?.waitSeconds]).toEqual([429, "press-again", 2]);
  expect(await db.donation.count()).toBe(10);
});
