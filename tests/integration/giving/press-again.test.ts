import { setTimeout as sleep } from "node:timers/promises";
import { createElement, type ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkoutLimits, secondsUntilAllowed } from "~/giving/checkout/checkout-limits.server";
import { newFormId } from "~/giving/checkout/form-id.server";
import * as donate from "~/giving/checkout/routes/donate";
import { startDonation } from "~/giving/checkout/start-donation.server";
import { DonationFormScreen } from "~/giving/checkout/ui/donation-form-screen";
import { setClock } from "~/platform/clock";
import { db, pool } from "~/platform/database/db.server";
import { clientIp } from "~/platform/http/client-ip.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { newToken } from "~/platform/ids.server";
import { pence } from "~/platform/money";
import * as sponsor from "~/sponsorship/join/routes/sponsor";
import { aDonationForm, aDonorOrigin, listSentSubjects, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { openScreen, postForm } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const hourMs = 3_600_000;
let at: number;
beforeEach(() => {
  at = stripeControl().now().getTime();
  setClock(() => new Date(at));
  // The windows of rate limits, which count in real time, stand still too.
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => void vi.useRealTimers());
const passSeconds = (seconds: number) => void (at += seconds * 1000);
/** Rate limits count in real time: their windows are moved instead. */
const endWindows = (name: string) =>
  db.rateLimit.updateMany({ where: { key: { startsWith: name } }, data: { expire: BigInt(Date.now() - 1) } });

const ip = "203.0.113.7";
async function useUp(limit: RateLimit, subject: string): Promise<void> {
  for (let nth = 0; nth < limit.points; nth++) await consumeRateLimit(limit, subject);
}
async function useUpGlobal(): Promise<void> {
  await consumeRateLimit(checkoutLimits.global, "all");
  await db.rateLimit.updateMany({
    where: { key: { startsWith: checkoutLimits.global.name } },
    data: { points: checkoutLimits.global.points },
  });
}
const aForm = (nth = 0) => aDonationForm({ gift: pence(1000 + nth) });
type Origin = ReturnType<typeof aDonorOrigin>;
async function askedAgain(origin: Origin, form = aForm()): Promise<{ waitSeconds: number; ticket: string }> {
  const answer = await startDonation(form, origin);
  if (!("ticket" in answer)) throw new Error(`not asked to press again: ${JSON.stringify(answer)}`);
  return answer;
}

const fields = { amount: "other", other: "77", first: "Adaline", last: "Lovelamp", email: "adaline@example.org" };

describe("behind a network whose limit others have used up", () => {
  beforeEach(() => useUp(checkoutLimits.ip, ip));

  test("a donor is asked to press once more, with all that was typed kept, and the second press leads to payment", async () => {
    const form = { ...fields, attempt: newFormId(new Date(at)) };
    const asked = await postForm(donate, "/donate", form, { ip });
    expect(asked).toMatchObject({ status: 429, shown: { notice: "press-again", waitSeconds: 2, formId: form.attempt, input: fields } });
    expect(asked.headers.get("retry-after")).toBe("2");
    const noHeaders = { loaderHeaders: new Headers(), parentHeaders: new Headers(), errorHeaders: undefined };
    expect(donate.headers({ ...noHeaders, actionHeaders: asked.headers })).toMatchObject({ "Retry-After": "2" });
    expect(await db.donation.count()).toBe(0);
    const { ticket = "" } = asked.shown["input"] as { ticket?: string };
    const screen = { ...(await openScreen(donate, "/donate")).shown, ...asked.shown };
    const html = renderToStaticMarkup(createElement(DonationFormScreen, screen as unknown as ComponentProps<typeof DonationFormScreen>));
    expect(html).toContain(`<input type="hidden" name="ticket" value="${ticket}"/>`);
    expect(html).toContain("Please press the button again");
    passSeconds(3);
    expect((await postForm(donate, "/donate", { ...form, ticket }, { ip })).status).toBe(303);
    expect(await db.donation.count()).toBe(1);
  });

  test("a sponsor too", async () => {
    const plan = { attempt: newFormId(new Date(at)), weekly: "500", interval: "four_weekly", start: "now", room: "any", receipts: "each" };
    const form = { ...plan, first: "Adaline", email: "adaline@example.org" };
    const check = await postForm(sponsor, "/sponsor", form, { ip });
    expect([check.status, check.shown["errors"]]).toEqual([200, []]);
    const { termsFingerprint } = check.shown["check"] as { termsFingerprint: string };
    const agreed = { ...form, step: "pay", agreed: termsFingerprint };
    const asked = await postForm(sponsor, "/sponsor", agreed, { ip });
    expect([asked.status, asked.headers.get("retry-after")]).toEqual([429, "2"]);
    expect(asked.shown).toMatchObject({ form: { alert: "press-again" }, waitSeconds: 2 });
    const { ticket = "" } = (asked.shown["form"] as { input: { ticket?: string } }).input;
    passSeconds(3);
    expect((await postForm(sponsor, "/sponsor", { ...agreed, ticket }, { ip })).status).toBe(303);
    expect(await db.plan.count()).toBe(1);
  });

  test("a ticket is good for its own form, not at once, and for ten minutes; pressed twice it is one gift", async () => {
    const origin = aDonorOrigin({ ip });
    const { ticket } = await askedAgain(origin);
    expect(await askedAgain({ ...origin, ticket })).toMatchObject({ waitSeconds: 2, ticket });
    passSeconds(2);
    expect((await askedAgain({ ...origin, ticket }, aForm(1))).ticket).not.toBe(ticket);
    expect((await askedAgain(aDonorOrigin({ ip, ticket }))).ticket).not.toBe(ticket);
    for (const forged of ["", "x.y.z", `${ticket}x`, ticket.slice(1)]) await askedAgain({ ...origin, ticket: forged });
    expect(await db.donation.count()).toBe(0);
    const pressed = await startDonation(aForm(), { ...origin, ticket });
    expect(pressed).toHaveProperty("goTo");
    for (let again = 0; again < 5; again++) expect(await startDonation(aForm(), { ...origin, ticket })).toEqual(pressed);
    expect(await db.donation.count()).toBe(1);

    await endWindows("second-press");
    const late = aDonorOrigin({ ip });
    const old = await askedAgain(late);
    passSeconds(601);
    expect((await askedAgain({ ...late, ticket: old.ticket })).ticket).not.toBe(old.ticket);
  });

  test("a script that gathers tickets gets one of its forms through in half a minute; whoever waits is next, with the same ticket", async () => {
    const origins = Array.from({ length: 50 }, () => aDonorOrigin({ ip }));
    const tickets: string[] = [];
    for (const origin of origins) tickets.push((await askedAgain(origin)).ticket);
    passSeconds(5);
    const answers = await Promise.all(origins.map((origin, nth) => startDonation(aForm(), { ...origin, ticket: tickets[nth] })));
    expect(answers.filter((answer) => "goTo" in answer)).toHaveLength(1);
    const waiting = answers.findIndex((answer) => "ticket" in answer);
    const answer = answers[waiting];
    if (!answer || !("ticket" in answer)) throw new Error("nobody waits");
    expect(answer.ticket).toBe(tickets[waiting]);
    expect(answer.waitSeconds).toBe(30);
    await endWindows("second-press");
    expect(await startDonation(aForm(), { ...origins[waiting], ticket: answer.ticket } as Origin)).toHaveProperty("goTo");
  });

  test("a double click on the second press is one gift, and nobody is told to wait", async () => {
    const origin = aDonorOrigin({ ip });
    const { ticket } = await askedAgain(origin);
    passSeconds(2);
    const answers = await Promise.all([1, 2, 3].map(() => startDonation(aForm(), { ...origin, ticket })));
    for (const answer of answers) expect(answer).toHaveProperty("goTo");
    expect(await db.donation.count()).toBe(1);
  });

  test("a double click is one gift also where the database takes its time with the first", async () => {
    const origin = aDonorOrigin({ ip });
    const { ticket } = await askedAgain(origin);
    passSeconds(2);
    const client = await pool.connect();
    try {
      await client.query("BEGIN; LOCK TABLE donation IN EXCLUSIVE MODE");
      const answers = [1, 2].map(() => startDonation(aForm(), { ...origin, ticket }));
      // Longer than a press would wait for a twin that it knows nothing of.
      await sleep(1000);
      await client.query("ROLLBACK");
      for (const answer of await Promise.all(answers)) expect(answer).toHaveProperty("goTo");
    } finally {
      client.release();
    }
    expect(await db.donation.count()).toBe(1);
  });

  test("refused presses use nothing up: as soon as a gift is paid there is room for the next", async () => {
    for (let nth = 0; nth < 20; nth++) await askedAgain(aDonorOrigin({ ip }));
    const { refundCheckoutLimit, hashIp } = await import("~/giving/checkout/checkout-limits.server");
    await refundCheckoutLimit({ ipHash: hashIp(ip) });
    expect(await startDonation(aForm(), aDonorOrigin({ ip }))).toHaveProperty("goTo");
  });
});

test("125 networks of one /48 don't switch giving off: they count as one, and the rest of the world gives on", async () => {
  const ipOf = (nth: number) =>
    clientIp({ headers: {}, socket: { remoteAddress: `2001:db8:77:${nth.toString(16)}::1` } } as Parameters<typeof clientIp>[0], 0);
  let opened = 0;
  for (let nth = 1; nth <= 125; nth++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => secondsUntilAllowed({ ip: ipOf(nth), browserId: newToken() })));
    opened += answers.filter((seconds) => seconds === null).length;
  }
  expect(opened).toBe(checkoutLimits.site.points);
  expect(await secondsUntilAllowed({ ip: "2001:db8:78:1", browserId: newToken() })).toBeNull();
  expect(await secondsUntilAllowed({ ip, browserId: newToken() })).toBeNull();
  expect(await db.outgoingEmail.count()).toBe(0);
  // A second press from there still gets in.
  const origin = aDonorOrigin({ ip: ipOf(3) });
  const { ticket } = await askedAgain(origin);
  passSeconds(2);
  expect(await startDonation(aForm(), { ...origin, ticket })).toHaveProperty("goTo");
});

test("at the limit of all together everybody gets in by a second press, and staff are told once in an hour", async () => {
  // A clock's hour ends in between.
  at = Math.ceil(at / hourMs) * hourMs - 5000;
  await useUpGlobal();
  for (let person = 0; person < 6; person++) {
    const origin = aDonorOrigin({ ip: `203.0.113.${person}` });
    const { ticket } = await askedAgain(origin);
    passSeconds(2);
    expect(await startDonation(aForm(), { ...origin, ticket })).toHaveProperty("goTo");
  }
  await runJobs();
  expect(listSentSubjects()).toEqual(["Roomlight: Very many payment pages are being opened"]);
  passSeconds(3600);
  await askedAgain(aDonorOrigin());
  await runJobs();
  expect(listSentSubjects()).toHaveLength(2);
});

test("under that limit too one network has its ten and then waits", async () => {
  await useUpGlobal();
  for (let nth = 0; nth < 11; nth++) {
    const origin = aDonorOrigin({ ip });
    const { ticket } = await askedAgain(origin);
    passSeconds(2);
    expect(await startDonation(aForm(), { ...origin, ticket })).toHaveProperty("goTo");
  }
  const origin = aDonorOrigin({ ip });
  const { ticket } = await askedAgain(origin);
  passSeconds(2);
  expect((await askedAgain({ ...origin, ticket })).waitSeconds).toBe(30);
});
