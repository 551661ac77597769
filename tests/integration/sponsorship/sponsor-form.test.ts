import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FormError } from "~/platform/http/forms/form-fields";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { planFieldNames, type PlanFormInput } from "~/sponsorship/join/plan-form";
import { billingIntervals } from "~/sponsorship/plan";
import { loader as roomsJson } from "~/sponsorship/rooms/routes/rooms-json";
import { action, loader } from "~/sponsorship/join/routes/sponsor";
import { loader as thankYou } from "~/sponsorship/join/routes/thank-you";
import type { ChosenFigures } from "~/sponsorship/join/ui/details-screen";
import type { TermsSummary } from "~/sponsorship/join/ui/plan-check-screen";
import { stripeControl } from "tests/support/giving/donation-harness";
import { completePlanCheckout, getPlanAfterJobs, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

type Fields = Record<string, string | string[]>;
type Shown = {
  form: { input: PlanFormInput; figures: ChosenFigures | null; alert: string | null };
  errors: FormError[];
  minutes: number;
  check: TermsSummary | null;
};
type Answer = { status: number; headers: Headers; shown: Shown | null };

const validFields: Fields = {
  weekly: "250",
  other: "",
  interval: "four_weekly",
  first: "Adaline",
  last: "Lovelamp",
  email: "adaline@example.org",
};
const argsOf = (request: Request, params = {}) =>
  ({ request, params, context: { ip: "203.0.113.7" } }) as unknown as ActionFunctionArgs & LoaderFunctionArgs;

async function post(posted: Fields, cookie = ""): Promise<Answer> {
  const body = new URLSearchParams(Object.entries(posted).flatMap(([name, value]) => [value].flat().map((each) => [name, each])));
  const request = new Request("http://127.0.0.1:3000/sponsor", { method: "POST", body, headers: cookie ? { cookie } : {} });
  const answer: unknown = await action(argsOf(request));
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, shown: null };
  const { data, init } = answer as { data: Shown; init: ResponseInit };
  return { status: init.status ?? 200, headers: new Headers(init.headers), shown: data };
}

/** What the check screen sends on when its button is pressed. */
function readPostedFields({ shown }: Answer): Fields {
  if (!shown?.check) throw new Error(`no check screen: ${JSON.stringify(shown?.errors)}`);
  return { ...(shown.form.input as Fields), agreed: shown.check.termsFingerprint, step: "pay" };
}

async function openForm(query = "", cookie = "") {
  const args = argsOf(new Request(`http://127.0.0.1:3000/sponsor${query}`, { headers: cookie ? { cookie } : {} }));
  const answer: unknown = await loader(args).catch((thrown: unknown) => thrown);
  if (answer instanceof Response)
    return { goesTo: answer.headers.get("location"), form: null, errors: null, status: answer.status, headers: answer.headers };
  const { data, init } = answer as { data: Pick<Shown, "form" | "errors">; init: ResponseInit };
  return { goesTo: null, ...data, status: init.status, headers: new Headers(init.headers) };
}

const getSetCookie = ({ headers }: Answer) => headers.get("set-cookie")?.split(";")[0] ?? "";

test("the form leads to every sum and date, that to Stripe's page, and nothing is written before", async () => {
  const checked = await post({ ...validFields, cover: "yes", giftaid: "yes", house: "1 Candle Street", postcode: "ex11aa" });
  expect([checked.status, checked.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(checked.shown?.check).toMatchObject({
    total: "£10.43",
    parts: { collection: "£10.00", cover: "43p" },
    every: "every 4 weeks",
    startsNow: true,
    giftAid: "£2.60",
    directDebit: true,
  });
  expect(await db.plan.count()).toBe(0);
  const paying = await post(readPostedFields(checked), getSetCookie(checked));
  expect(paying.status).toBe(303);
  expect(paying.headers.get("location")).toMatch(new RegExp(`^${config.stripe.apiUrl}/c/pay/cs_test_`));
  // Pressed once more, it is the same plan and the same page.
  expect((await post(readPostedFields(checked), getSetCookie(checked))).headers.get("location")).toBe(paying.headers.get("location"));
  expect(await db.plan.count()).toBe(1);
});

test("every mistake comes back at once with 400, all values kept and nothing written", async () => {
  const { status, shown } = await post({ weekly: "other", other: "2.49", start: "day", day: "2026-02-30", email: "x" });
  expect(status).toBe(400);
  expect(shown?.errors.map(({ field }) => field)).toEqual(["other", "interval", "day", "first", "email"]);
  expect(shown?.form.input).toMatchObject({ other: "2.49", day: "2026-02-30", email: "x" });
  expect(await db.plan.count()).toBe(0);
});

test("a day that passes between the check and its button is shown once more before anything is agreed", async () => {
  const checked = await post({ ...validFields, start: "day", day: addDays(londonDate(now()), 1) });
  await stripeControl().advance({ seconds: 86_400 });
  const again = await post(readPostedFields(checked));
  expect(again).toMatchObject({ status: 409, shown: { form: { alert: "too-old" }, check: { startsNow: true } } });
  expect((await post(readPostedFields(again))).status).toBe(303);
});

test("a trap that was filled in is said to be the reason, and no page that never was is said to have closed", async () => {
  const checked = await post(validFields);
  const again = await post({ ...readPostedFields(checked), website: "https://example.org" });
  expect(again).toMatchObject({ status: 409, shown: { form: { alert: "bot" } } });
  expect(await db.plan.count()).toBe(0);
  expect((await post({ ...readPostedFields(again), website: "" })).status).toBe(303);
});

test("another sum than the one that was shown is shown once more", async () => {
  const checked = await post(validFields);
  const changed = await post({ ...readPostedFields(checked), weekly: "500" });
  expect(changed).toMatchObject({ status: 409, shown: { form: { alert: "changed" }, check: { total: "£20.00" } } });
  expect(await db.plan.count()).toBe(0);
});

test("“Change something” gives the form back as it was", async () => {
  const checked = await post({ ...validFields, receipts: "yearly" });
  const { status, shown } = await post({ ...readPostedFields(checked), step: "change" });
  expect([status, shown?.check, shown?.form.input.receipts, shown?.form.input.email]).toEqual([200, null, "yearly", "adaline@example.org"]);
});

test("a Stripe that can't be asked says so in words, and the same button later goes on", async () => {
  const checked = await post(validFields);
  stripeControl().chaos({ tooManyRequests: { next: 1 } });
  const refused = await post(readPostedFields(checked));
  expect(refused).toMatchObject({ status: 503, shown: { form: { alert: "stripe-unreachable" } } });
  expect((await post(readPostedFields(refused))).status).toBe(303);
  expect(await db.plan.count()).toBe(1);
});

test("coming back from Stripe's page, only the browser that sent the form sees it filled in; once agreed, it sees the thanks", async () => {
  const checked = await post(validFields);
  const paying = await post(readPostedFields(checked), getSetCookie(checked));
  const { id, token, stripeCheckoutSessionId } = await db.plan.findFirstOrThrow({
    where: { stripeCheckoutUrl: paying.headers.get("location") },
  });
  const own = await openForm(`?again=${token}`, getSetCookie(checked));
  expect(own.form).toMatchObject({ alert: "came-back", input: { email: "adaline@example.org", weekly: "250" } });
  expect(own.headers.get("cache-control")).toContain("private");
  expect(JSON.stringify(await openForm(`?again=${token}`))).not.toMatch(/adaline|lovelamp/i);
  completePlanCheckout(stripeCheckoutSessionId ?? "");
  await getPlanAfterJobs(id);
  expect((await openForm(`?again=${token}`)).goesTo).toBe(`/sponsor/thank-you/${token}`);
  const { plan } = await thankYou(argsOf(new Request(`http://127.0.0.1:3000/sponsor/thank-you/${token}`), { token }));
  expect(plan).toMatchObject({ status: "active", collectionTotal: 1000 });
});

test.each(["x", "x".repeat(32), "../../etc/passwd", "%00"])("a thank-you address that is none of ours is not found: %s", async (token) => {
  const answer: unknown = await thankYou(argsOf(new Request("http://127.0.0.1:3000/"), { token })).catch((thrown: unknown) => thrown);
  expect((answer as Response).status).toBe(404);
});

test("a link may carry amount, room and source; the plain form is the same for everybody and is kept", async () => {
  await db.room.create({ data: { id: "cedar", name: "Cedar", weeklyPence: 10_000, position: 1 } });
  expect((await openForm("?amount=7.50&room=cedar&utm_source=poster")).form?.input).toMatchObject({
    weekly: "other",
    other: "7.50",
    room: "cedar",
    source: "utm_source=poster",
  });
  expect((await openForm("?amount=2")).form?.input.weekly).toBeUndefined();
  expect((await openForm()).headers.get("x-keep-page")).toBe("60");
  expect((await openForm("?amount=5")).headers.get("x-keep-page")).toBeNull();
});

test("the first step is a question in the address: right, it leads to the second; wrong, it says so and keeps what was typed", async () => {
  await db.room.create({ data: { id: "cedar", name: "Cedar", weeklyPence: 10_000, position: 1 } });
  const right = await openForm("?weekly=other&other=7.50&room=cedar&source=utm_source%3Dposter");
  expect(right).toMatchObject({ status: 200, errors: [], form: { figures: { weekly: "£7.50" }, input: { source: "utm_source=poster" } } });
  expect(right.headers.get("x-keep-page")).toBeNull();
  const wrong = await openForm("?weekly=other&other=2.49&room=oak");
  expect(wrong).toMatchObject({ status: 400, form: { figures: null, input: { other: "2.49" } } });
  expect(wrong.errors?.map(({ field }) => field)).toEqual(["other", "room"]);
  expect((await openForm("?other=")).errors?.map(({ field }) => field)).toEqual(["weekly"]);
});

test("“Change” leads to the first step and back with all that was typed, and no sum stands beside an amount that can be changed", async () => {
  const typed = { ...validFields, email: "not yet", cover: "yes" };
  const amount = await post({ ...typed, step: "amount" });
  expect(amount).toMatchObject({ status: 200, shown: { errors: [], form: { figures: null, input: { email: "not yet", cover: "yes" } } } });
  const wrong = await post({ ...typed, weekly: "other", other: "x", step: "details" });
  expect(wrong).toMatchObject({ status: 400, shown: { form: { figures: null, input: { email: "not yet", other: "x" } } } });
  const details = await post({ ...typed, weekly: "500", step: "details" });
  expect(details).toMatchObject({ status: 200, shown: { errors: [], form: { figures: { weekly: "£5" }, input: { email: "not yet" } } } });
});

test("each sum of each choice on the form is the check page’s", async () => {
  const sums = fc.record({ weekly: fc.integer({ min: 250, max: 45_000 }), cover: fc.boolean(), giftAid: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(sums, fc.constantFrom(...billingIntervals), async ({ weekly, cover, giftAid }, interval) => {
      const other = (weekly / 100).toFixed(2);
      const figures = (await openForm(`?weekly=other&other=${other}`)).form?.figures;
      const shown = figures?.intervals.find(({ billingInterval }) => billingInterval === interval);
      const home: Fields = giftAid ? { giftaid: "yes", house: "1 Candle Street", postcode: "ex11aa" } : {};
      const { shown: checked } = await post({ ...validFields, weekly: "other", other, interval, cover: cover ? "yes" : "", ...home });
      expect(checked?.check).toMatchObject({
        weekly: figures?.weekly,
        total: (cover ? shown?.covered : shown?.plain)?.total,
        every: shown?.every,
        parts: cover ? { cover: shown?.cover } : null,
        giftAid: giftAid ? (cover ? shown?.covered : shown?.plain)?.giftAid : null,
      });
    }),
    { numRuns: 20 },
  );
});

test("a room that is full by now is refused in words, and the next is offered", async () => {
  const room = { weeklyPence: 500 };
  await db.room.createMany({
    data: [
      { id: "alder", name: "Alder", position: 1, ...room },
      { id: "cedar", name: "Cedar", position: 2, ...room },
    ],
  });
  const paying = await post(readPostedFields(await post({ ...validFields, weekly: "500", room: "alder" })));
  const plan = await db.plan.findFirstOrThrow({ where: { stripeCheckoutUrl: paying.headers.get("location") } });
  completePlanCheckout(plan.stripeCheckoutSessionId ?? "");
  await getPlanAfterJobs(plan.id);
  const { status, shown } = await post({ ...validFields, room: "alder" });
  expect([status, shown?.errors.map(({ message }) => message)]).toEqual([400, [expect.stringMatching(/Alder has all.*Choose Cedar/)]]);
  const json = await roomsJson();
  expect(json.headers.get("access-control-allow-origin")).toBe("*");
  expect(await json.json()).toMatchObject({ neededPence: 1000, keptPence: 500, rooms: [{ name: "Alder", full: true }, { full: false }] });
});

test("whatever is posted is answered: never a throw, and never half a plan", async () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("yes", "other", "250", "day", "weekly", "a@example.org", "Ada", "EX1 1AA", "memory", "pay", "£5", "\u0000", "😀"),
  );
  const posted = fc.dictionary(fc.constantFrom(...planFieldNames), fc.oneof(value, fc.array(value, { maxLength: 2 })), {
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(posted, async (form) => {
      const { status, shown } = await post(form);
      expect([200, 400, 409]).toContain(status);
      if (status === 400) expect(shown?.errors.length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
  expect([await db.plan.count(), await db.declaration.count(), await db.consent.count()]).toEqual([0, 0, 0]);
});
