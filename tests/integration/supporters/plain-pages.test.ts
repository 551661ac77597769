import { expect, test } from "vitest";
import * as amount from "~/account/plans/routes/amount";
import * as frequency from "~/account/plans/routes/frequency";
import * as pause from "~/account/plans/routes/pause";
import * as planPage from "~/account/plans/routes/plan";
import * as resume from "~/account/plans/routes/resume";
import * as room from "~/account/plans/routes/room";
import * as skip from "~/account/plans/routes/skip";
import * as emailedLink from "~/account/plans/routes/emailed-link";
import * as data from "~/account/routes/data";
import * as giftAid from "~/account/routes/gift-aid";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { planPath } from "~/sponsorship/emailed-links.server";
import { aDonationFormWithGiftAid, completeDonation, runJobs } from "tests/support/giving/donation-harness";
import { joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, openScreen, postForm, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

test("an emailed link of a paused sponsorship starts it again, with what it takes said before", async () => {
  const plan = await joinPlan();
  const token = planPath(plan).replace("/plan/", "");
  const link = { params: { token } };
  expect((await openScreen(emailedLink, `/plan/${token}`, link)).shown).toMatchObject({ status: "active", restart: null });
  expect(await pausePlan(plan.id, { until: monthsFromToday(3, now()), by: "sponsor" })).not.toHaveProperty("refused");

  const paused = await openScreen(emailedLink, `/plan/${token}`, link);
  expect(paused.shown).toMatchObject({ status: "paused", restart: { timing: "unchanged", price: "£10.00" } });
  const wrong = await postForm(emailedLink, `/plan/${token}`, { do: "resume", going: "now" }, link);
  expect(wrong.shown).toMatchObject({ alert: { title: "The dates have moved on" } });
  const resumed = await postForm(emailedLink, `/plan/${token}`, { do: "resume", going: "unchanged" }, link);
  expect([resumed.status, resumed.headers.get("location")]).toEqual([303, `/plan/${token}?done=resume`]);
  await runJobs();
  expect(await db.plan.findUniqueOrThrow({ where: { id: plan.id } })).toMatchObject({ status: "active" });
  expect(await db.planChange.findFirst({ where: { planId: plan.id, kind: "resume" } })).toMatchObject({ by: "link" });
});

test("the check of a new amount compares like with like: what each payment was, and what it will be", async () => {
  const plan = await joinPlan();
  const cookie = await signInAs(plan.supporterId ?? "");
  const path = `/supporter/plans/${plan.id}/amount`;
  const { shown } = await postForm(amount, path, { other: "15" }, { cookie, params: { id: plan.id } });
  expect(shown).toMatchObject({
    preview: {
      previous: "£10.00 every 4 weeks",
      collection: "£60.00 every 4 weeks",
      weekly: "£2.50 a week now, £15.00 a week from then on",
    },
  });
});

test("a sponsorship that has ended is told as it was, and no page offers to change it", async () => {
  const plan = await joinPlan();
  expect(await cancelPlan(plan.id, { by: "sponsor", reason: null })).not.toHaveProperty("refused");
  await runJobs();
  const visit = { cookie: await signInAs(plan.supporterId ?? ""), params: { id: plan.id } };
  for (const [name, screen] of Object.entries({ amount, frequency, pause, skip, resume, room })) {
    const { status, headers } = await openScreen(screen, `/supporter/plans/${plan.id}/${name}`, visit);
    expect([name, status, headers.get("location")]).toEqual([name, 302, `/supporter/plans/${plan.id}`]);
  }
  expect((await openScreen(planPage, `/supporter/plans/${plan.id}`, visit)).shown).toMatchObject({ plan: { ended: true, live: false } });
});

test("your data shows the data itself, not only what kinds there are", async () => {
  const gift = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  const { shown } = await openScreen(data, "/supporter/data", { cookie: await signInAs(getSupporterId(gift)) });
  const rows = (shown["parts"] as { name: string; rows: [string, string][][] }[]).flatMap((part) => part.rows.flat());
  expect(rows).toContainEqual(["Reference", gift.reference]);
  expect(rows).toContainEqual(["Gift pence", String(gift.giftPence)]);
  expect(rows.some(([, value]) => value.includes(gift.email))).toBe(true);
  expect(rows.every(([, value]) => value !== "" && !value.includes("[object"))).toBe(true);
});

test("two declarations of one day are told apart by the donation that each was made with", async () => {
  const first = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  const second = await completeDonation({ card: "visa" }, aDonationFormWithGiftAid());
  const { shown } = await openScreen(giftAid, "/supporter/gift-aid", { cookie: await signInAs(getSupporterId(first)) });
  const madeWith = JSON.stringify(shown);
  for (const { reference } of [first, second]) expect(madeWith).toContain(`£30.00, ${reference}`);
});
