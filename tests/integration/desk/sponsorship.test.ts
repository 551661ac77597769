import { describe, expect, test } from "vitest";
import type { Plan } from "~/../prisma/client/client";
import * as exportScreen from "~/desk/sponsorships/routes/export";
import * as planScreen from "~/desk/sponsorships/routes/sponsorship";
import * as plansScreen from "~/desk/sponsorships/routes/sponsorships";
import type { ListView } from "~/desk/lists/ui/list-screen";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { formatTypedDate } from "~/platform/typed-date";
import { deskCookie, deskRequest, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertPlan } from "tests/support/desk/desk-rows";
import { runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

type Shown = Awaited<ReturnType<typeof planScreen.loader>>;
const show = async (id: string) => (await loadAtDesk(planScreen, { params: { id } })).data as Shown;
const actions = async () =>
  (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action, became }) => ({ action, became }));

/** Presses a button of a plan's page as it stands. */
async function press(id: string, form: Record<string, string>, cookie?: string) {
  const { seen } = (await show(id)).plan;
  return await postAtDesk(planScreen, { params: { id }, form: { seen, ...form }, ...(cookie !== undefined && { cookie }) });
}
const lastChange = ({ id }: Plan) =>
  db.planChange.findFirst({ where: { planId: id, kind: { not: "status" } }, orderBy: { changedAt: "desc" } });

describe("at the sponsor's word", () => {
  test("the amount is changed once for the log, by staff, and the sponsor is told", async () => {
    const plan = await joinPlan();
    expect(await press(plan.id, { do: "amount", other: "0.10" })).toMatchObject({
      status: 400,
      data: { sent: "amount", input: { other: "0.10" }, errors: [{ field: "other" }] },
    });
    expect(await actions()).toEqual([]);
    expect((await press(plan.id, { do: "amount", other: "5" })).headers.get("location")).toBe(`/desk/sponsorships/${plan.id}?done=amount`);
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ weeklyPence: 500, collectionPence: 2000 });
    expect(await lastChange(plan)).toMatchObject({ kind: "amount", by: "staff", oldValue: "250", newValue: "500" });
    expect(await db.outgoingEmail.findMany({ where: { kind: "plan-amount-changed" } })).toMatchObject([
      { sentAt: expect.any(Date) as Date },
    ]);
    expect(await press(plan.id, { do: "amount", other: "5" })).toMatchObject({
      status: 409,
      data: { errors: [{ field: "other", message: "It is that already. Nothing was changed." }] },
    });
    expect(await actions()).toEqual([{ action: "plan.changed", became: { amount: "500" } }]);
    expect((await show(plan.id)).plan.events.map(({ text }) => text)).toContain(
      `Sponsorship ${plan.reference}: £5.00 a week, before £2.50 (by staff)`,
    );
  });

  test("times, room, pause, resume, skip and stop: each by the sponsor's own verbs, each in the log", async () => {
    const plan = await joinPlan();
    const room = await db.room.create({ data: { id: "oak", name: "Oak", weeklyPence: 10_000, position: 1 } });
    const until = addDays(londonDate(now()), 90);
    const { nextAt } = (await show(plan.id)).plan;
    for (const [form, column] of [
      [{ do: "room", room: room.id }, { roomId: room.id }],
      [{ do: "interval", interval: "monthly" }, { nextBillingInterval: "monthly" }],
      [{ do: "keep-interval" }, { nextBillingInterval: null }],
      [{ do: "skip", nextAt: nextAt ?? "" }, { status: "active" }],
      [{ do: "unskip" }, { skipsUntil: null }],
      [
        { do: "pause", until: formatTypedDate(until) },
        { status: "paused", resumesOn: new Date(`${until}T00:00:00Z`) },
      ],
      [{ do: "resume", timing: "unchanged" }, { resumesOn: null }],
      [
        { do: "stop", reason: "Rang: has moved abroad" },
        { status: "cancelled", endComment: "Rang: has moved abroad" },
      ],
    ] as const) {
      expect((await press(plan.id, form)).headers.get("location")).toBe(`/desk/sponsorships/${plan.id}?done=${form.do}`);
      expect(await getPlanAfterJobs(plan.id)).toMatchObject(column);
      expect(await lastChange(plan)).toMatchObject({ by: "staff" });
      await stripeControl().advance({ seconds: 1 });
    }
    expect((await actions()).map(({ became }) => Object.keys(became as object)[0])).toEqual([
      "room",
      "billing_interval",
      "billing_interval",
      "skip",
      "unskip",
      "pause",
      "resume",
      "cancel",
    ]);
    expect(JSON.stringify(await actions())).not.toContain("abroad");
    await runJobs();
    // The welcome with its receipt, and one about each change but the room.
    expect(
      await db.outgoingEmail.count({
        where: {
          kind: {
            in: [
              "plan-interval-changing",
              "plan-interval-change-cancelled",
              "plan-skipped",
              "plan-unskipped",
              "plan-paused",
              "plan-resumed",
              "plan-cancelled",
            ],
          },
          sentAt: { not: null },
        },
      }),
    ).toBe(7);
    expect((await show(plan.id)).plan.isLive).toBe(false);
  });

  test("refusals are in words, keep what was typed and change nothing", async () => {
    const plan = await joinPlan();
    for (const [form, field, words] of [
      [{ do: "pause", until: "soon" }, "until", "Enter the day"],
      [{ do: "pause", until: "1/1/2020" }, "until", "Choose a later day"],
      [{ do: "resume", timing: "now" }, "resume", "It is not paused"],
      [{ do: "interval", interval: "hourly" }, "interval", "Choose how often"],
      [{ do: "interval", interval: "four_weekly" }, "interval", "It is that already"],
      [{ do: "room", room: "no-such-room" }, "room", "Choose one of the rooms"],
      [{ do: "skip", nextAt: "2020-01-01T00:00:00.000Z" }, "skip", "Nothing is taken before that day anyway"],
      [{ do: "skip", nextAt: "x" }, "skip", "There is no payment to skip"],
      [{ do: "unskip" }, "skip", "No payment is skipped"],
      [{ do: "__proto__" }, "main", "That button is not known here"],
    ] as const) {
      const answer = await press(plan.id, form);
      const [error] = (answer.data as Shown).errors;
      expect([form, answer.status >= 400, error?.field, error?.message.startsWith(words)]).toEqual([form, true, field, true]);
      expect((answer.data as Shown).input).toMatchObject(form);
    }
    expect(await actions()).toEqual([]);
    expect(await getPlan(plan.id)).toMatchObject({ status: "active", weeklyPence: 250 });
  });

  test("of two who change one sponsorship, the second is told and sees what is so now", async () => {
    const plan = await joinPlan();
    const { seen } = (await show(plan.id)).plan;
    await press(plan.id, { do: "amount", other: "5" });
    const late = await postAtDesk(planScreen, { params: { id: plan.id }, form: { do: "amount", other: "4", seen } });
    expect(late).toMatchObject({ status: 409, data: { input: { other: "4" }, plan: { weekly: "5.00" }, errors: [{ field: "other" }] } });
    expect(await getPlan(plan.id)).toMatchObject({ weeklyPence: 500 });
  });

  test("while Stripe is away a stop is kept and done later, in the log once", async () => {
    const plan = await joinPlan();
    stripeControl().chaos({ tooManyRequests: 1 });
    expect((await press(plan.id, { do: "stop", reason: "" })).headers.get("location")).toContain("done=stopping");
    stripeControl().chaos({ tooManyRequests: 0 });
    expect((await press(plan.id, { do: "stop", reason: "" })).headers.get("location")).toContain("done=stop");
    expect(await getPlanAfterJobs(plan.id)).toMatchObject({ status: "cancelled" });
    expect(await actions()).toEqual([{ action: "plan.changed", became: { cancel: "" } }]);
  });

  test("editors and viewers see and change nothing; emails are sent again once for each form", async () => {
    const plan = await joinPlan();
    for (const role of ["viewer", "editor"] as const)
      expect((await press(plan.id, { do: "stop", reason: "" }, await deskCookie(role))).status).toBe(403);
    expect((await loadAtDesk(planScreen, { params: { id: plan.id }, cookie: await deskCookie("viewer") })).status).toBe(200);
    expect((await loadAtDesk(planScreen, { params: { id: "none" } })).status).toBe(404);
    const [email] = (await show(plan.id)).plan.emails;
    const formId = newId();
    const again = async (id: string) => (await press(plan.id, { do: `resend:${id}`, formId })).headers.get("location");
    expect(await again("somebody-elses")).toContain("done=email-not");
    expect(await again(email?.id ?? "")).toContain("done=email");
    expect(await again(email?.id ?? "")).toContain("done=email-not");
  });
});

describe("the list", () => {
  const list = async (query = "") => (await loadAtDesk(plansScreen, { query })).data as ListView;
  const references = (view: ListView) => view.rows.map(({ id }) => id);

  test("filters, sums and the file agree", async () => {
    const day = (date: string) => new Date(`${date}T12:00:00Z`);
    const active = await insertPlan({ weeklyPence: 500, agreedAt: day("2026-06-01") });
    const ended = await insertPlan({
      status: "cancelled",
      agreedAt: day("2026-05-01"),
      endedAt: day("2026-06-10"),
      billingInterval: "yearly",
    });
    const unfinished = await insertPlan({ status: "expired", agreedAt: null });
    for (const [query, wanted] of [
      ["", [active, ended]],
      ["?status=expired", [unfinished]],
      ["?from=2026-06-01", [active]],
      ["?to=2026-05-31", [ended]],
      ["?endedfrom=2026-06-10&endedto=2026-06-10", [ended]],
      ["?endedfrom=2026-06-11", []],
      ["?interval=yearly", [ended]],
      ["?min=2.51", [active]],
      ["?room=none", [active, ended]],
      ["?room=oak", []],
    ] as const)
      expect([query, references(await list(query))]).toEqual([query, wanted.map(({ id }) => id)]);
    expect((await list()).sums).toBe("2 sponsorships: £7.50 a week.");
    const found = await postAtDesk(plansScreen, { form: { do: "search", search: active.reference } });
    expect(references(await list(new URL(found.headers.get("location") ?? "", "http://x").search))).toEqual([active.id]);
    const request = await deskRequest({ query: "?cols=reference&cols=weekly&cols=status", form: { format: "csv" } });
    const response = await exportScreen.action({ request, params: {}, context: { ip: "" } });
    expect(await response.text()).toBe(`Reference,Status,A week\r\n${active.reference},Active,5.00\r\n${ended.reference},Stopped,2.50\r\n`);
  });
});
