import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Mistake } from "~/giving/checkout/form-fields";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { daysAfter, londonDate } from "~/platform/london-dates";
import { planFields, type TypedPlan } from "~/sponsorship/join/plan-form";
import { loader as roomsJson } from "~/sponsorship/rooms/routes/rooms-json";
import { action, loader } from "~/sponsorship/join/routes/sponsor";
import { loader as thankYou } from "~/sponsorship/join/routes/thank-you";
import type { ShownAgreement } from "~/sponsorship/join/ui/plan-check-screen";
import { stripeControl } from "tests/support/gift";
import { agreeTo, planSettled, planWorld } from "tests/support/plan";

planWorld();

type Fields = Record<string, string | string[]>;
type Shown = {
  form: { typed: TypedPlan; notice: string | null };
  mistakes: Mistake[];
  minutes: number;
  check: ShownAgreement | null;
};
type Answer = { status: number; headers: Headers; shown: Shown | null };

const right: Fields = { weekly: "250", other: "", rhythm: "four_weekly", first: "Adaline", last: "Lovelamp", email: "adaline@example.org" };
const argsOf = (request: Request, params = {}) =>
  ({ request, params, context: { address: "203.0.113.7" } }) as unknown as ActionFunctionArgs & LoaderFunctionArgs;

async function post(posted: Fields, cookie = ""): Promise<Answer> {
  const body = new URLSearchParams(Object.entries(posted).flatMap(([name, value]) => [value].flat().map((each) => [name, each])));
  const request = new Request("http://127.0.0.1:3000/sponsor", { method: "POST", body, headers: cookie ? { cookie } : {} });
  const answer: unknown = await action(argsOf(request));
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, shown: null };
  const { data, init } = answer as { data: Shown; init: ResponseInit };
  return { status: init.status ?? 200, headers: new Headers(init.headers), shown: data };
}

/** What the check screen sends on when its button is pressed. */
function pressed({ shown }: Answer): Fields {
  if (!shown?.check) throw new Error(`no check screen: ${JSON.stringify(shown?.mistakes)}`);
  return { ...(shown.form.typed as Fields), agreed: shown.check.seal, step: "pay" };
}

async function opened(query = "", cookie = "") {
  const args = argsOf(new Request(`http://127.0.0.1:3000/sponsor${query}`, { headers: cookie ? { cookie } : {} }));
  const answer: unknown = await loader(args).catch((thrown: unknown) => thrown);
  if (answer instanceof Response) return { goesTo: answer.headers.get("location"), form: null, headers: answer.headers };
  const { data, init } = answer as { data: { form: Shown["form"] }; init: ResponseInit };
  return { goesTo: null, form: data.form, headers: new Headers(init.headers) };
}

const cookieOf = ({ headers }: Answer) => headers.get("set-cookie")?.split(";")[0] ?? "";

test("the form leads to every sum and date, that to Stripe's page, and nothing is written before", async () => {
  const checked = await post({ ...right, cover: "yes", giftaid: "yes", house: "1 Candle Street", postcode: "ex11aa" });
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
  const paying = await post(pressed(checked), cookieOf(checked));
  expect(paying.status).toBe(303);
  expect(paying.headers.get("location")).toMatch(new RegExp(`^${config.stripe.apiUrl}/c/pay/cs_test_`));
  // Pressed once more, it is the same plan and the same page.
  expect((await post(pressed(checked), cookieOf(checked))).headers.get("location")).toBe(paying.headers.get("location"));
  expect(await db.plan.count()).toBe(1);
});

test("every mistake comes back at once with 400, all values kept and nothing written", async () => {
  const { status, shown } = await post({ weekly: "other", other: "2.49", start: "day", day: "2026-02-30", email: "x" });
  expect(status).toBe(400);
  expect(shown?.mistakes.map(({ field }) => field)).toEqual(["other", "rhythm", "day", "first", "email"]);
  expect(shown?.form.typed).toMatchObject({ other: "2.49", day: "2026-02-30", email: "x" });
  expect(await db.plan.count()).toBe(0);
});

test("a day that passes between the check and its button is shown once more before anything is agreed", async () => {
  const checked = await post({ ...right, start: "day", day: daysAfter(londonDate(now()), 1) });
  await stripeControl().advance({ seconds: 86_400 });
  const again = await post(pressed(checked));
  expect(again).toMatchObject({ status: 409, shown: { form: { notice: "too-old" }, check: { startsNow: true } } });
  expect((await post(pressed(again))).status).toBe(303);
});

test("another sum than the one that was shown is shown once more", async () => {
  const checked = await post(right);
  const changed = await post({ ...pressed(checked), weekly: "500" });
  expect(changed).toMatchObject({ status: 409, shown: { form: { notice: "changed" }, check: { total: "£20.00" } } });
  expect(await db.plan.count()).toBe(0);
});

test("“Change something” gives the form back as it was", async () => {
  const checked = await post({ ...right, receipts: "yearly" });
  const { status, shown } = await post({ ...pressed(checked), step: "change" });
  expect([status, shown?.check, shown?.form.typed.receipts, shown?.form.typed.email]).toEqual([200, null, "yearly", "adaline@example.org"]);
});

test("a Stripe that can't be asked says so in words, and the same button later goes on", async () => {
  const checked = await post(right);
  stripeControl().chaos({ tooManyRequests: { next: 1 } });
  const refused = await post(pressed(checked));
  expect(refused).toMatchObject({ status: 503, shown: { form: { notice: "stripe-unreachable" } } });
  expect((await post(pressed(refused))).status).toBe(303);
  expect(await db.plan.count()).toBe(1);
});

test("coming back from Stripe's page, only the browser that sent the form sees it filled in; once agreed, it sees the thanks", async () => {
  const checked = await post(right);
  const paying = await post(pressed(checked), cookieOf(checked));
  const { id, token, sessionId } = await db.plan.findFirstOrThrow({ where: { sessionUrl: paying.headers.get("location") } });
  const own = await opened(`?again=${token}`, cookieOf(checked));
  expect(own.form).toMatchObject({ notice: "came-back", typed: { email: "adaline@example.org", weekly: "250" } });
  expect(own.headers.get("cache-control")).toContain("private");
  expect(JSON.stringify(await opened(`?again=${token}`))).not.toMatch(/adaline|lovelamp/i);
  agreeTo(sessionId ?? "");
  await planSettled(id);
  expect((await opened(`?again=${token}`)).goesTo).toBe(`/sponsor/thank-you/${token}`);
  const { plan } = await thankYou(argsOf(new Request(`http://127.0.0.1:3000/sponsor/thank-you/${token}`), { token }));
  expect(plan).toMatchObject({ standing: "active", total: 1000 });
});

test.each(["x", "x".repeat(32), "../../etc/passwd", "%00"])("a thank-you address that is none of ours is not found: %s", async (token) => {
  const answer: unknown = await thankYou(argsOf(new Request("http://127.0.0.1:3000/"), { token })).catch((thrown: unknown) => thrown);
  expect((answer as Response).status).toBe(404);
});

test("a link may carry amount, room and source; the plain form is the same for everybody and is kept", async () => {
  await db.room.create({ data: { id: "cedar", name: "Cedar", weekPence: 10_000, position: 1 } });
  expect((await opened("?amount=7.50&room=cedar&utm_source=poster")).form?.typed).toMatchObject({
    weekly: "other",
    other: "7.50",
    room: "cedar",
    source: "utm_source=poster",
  });
  expect((await opened("?amount=2")).form?.typed.weekly).toBeUndefined();
  expect((await opened()).headers.get("x-keep-page")).toBe("60");
  expect((await opened("?amount=5")).headers.get("x-keep-page")).toBeNull();
});

test("a room that is full by now is refused in words, and the next is offered", async () => {
  const room = { weekPence: 500 };
  await db.room.createMany({
    data: [
      { id: "alder", name: "Alder", position: 1, ...room },
      { id: "cedar", name: "Cedar", position: 2, ...room },
    ],
  });
  const paying = await post(pressed(await post({ ...right, weekly: "500", room: "alder" })));
  const plan = await db.plan.findFirstOrThrow({ where: { sessionUrl: paying.headers.get("location") } });
  agreeTo(plan.sessionId ?? "");
  await planSettled(plan.id);
  const { status, shown } = await post({ ...right, room: "alder" });
  expect([status, shown?.mistakes.map(({ words }) => words)]).toEqual([400, [expect.stringMatching(/Alder has all.*Choose Cedar/)]]);
  const json = await roomsJson();
  expect(json.headers.get("access-control-allow-origin")).toBe("*");
  expect(await json.json()).toMatchObject({ neededPence: 1000, keptPence: 500, rooms: [{ name: "Alder", full: true }, { full: false }] });
});

test("whatever is posted is answered: never a throw, and never half a plan", async () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("yes", "other", "250", "day", "weekly", "a@example.org", "Ada", "EX1 1AA", "memory", "pay", "£5", "\u0000", "😀"),
  );
  const posted = fc.dictionary(fc.constantFrom(...planFields), fc.oneof(value, fc.array(value, { maxLength: 2 })), {
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(posted, async (form) => {
      const { status, shown } = await post(form);
      expect([200, 400, 409]).toContain(status);
      if (status === 400) expect(shown?.mistakes.length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
  expect([await db.plan.count(), await db.declaration.count(), await db.consent.count()]).toEqual([0, 0, 0]);
});
