import { describe, expect, test } from "vitest";
import * as planScreen from "~/desk/sponsorships/routes/sponsorship";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { findPlanByLink, planPath } from "~/sponsorship/emailed-links.server";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { auditedActions } from "tests/support/desk/person-requests";
import { mailControl, runJobs } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

type Shown = Awaited<ReturnType<typeof planScreen.loader>>;
const show = async (id: string) => (await loadAtDesk(planScreen, { params: { id } })).data as Shown;

/** Presses a button of a plan's page as it stands. */
const press = async (id: string, form: Record<string, string>) =>
  postAtDesk(planScreen, { params: { id }, form: { seen: (await show(id)).plan.seen, ...form } });
const lastChange = (planId: string) =>
  db.planChange.findFirst({ where: { planId, kind: { not: "status" } }, orderBy: { changedAt: "desc" } });

describe("emails of a sponsorship", () => {
  test("receipts and the anniversary, ending links, and sending the link: also of one that ended; each in the log", async () => {
    const plan = await joinPlan();
    const link = planPath(plan).replace("/plan/", "");
    expect(await press(plan.id, { do: "receipts", receipts: "hourly" })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "receipts" }] },
    });
    await press(plan.id, { do: "receipts", receipts: "yearly" });
    expect(await getPlan(plan.id)).toMatchObject({ receiptFrequency: "yearly", wantsAnniversaryEmail: false });
    await press(plan.id, { do: "links" });
    expect(await findPlanByLink(link)).toEqual({ refused: "revoked" });
    await press(plan.id, { do: "stop" });
    await getPlanAfterJobs(plan.id);
    const formId = newId();
    for (let times = 0; times < 2; times++) expect((await press(plan.id, { do: "send-link", formId })).status).toBe(303);
    await runJobs();
    const sent = mailControl()
      .messages()
      .filter(({ subject }) => subject === "The page of your sponsorship");
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toContain("It has ended, and you can start again from there");
    expect(sent[0]?.text).toContain(planPath(await getPlan(plan.id)));
    expect(await auditedActions()).toEqual(["plan.changed", "plan.changed", "plan.changed", "plan.link-sent"]);
    expect((await getPlan(plan.id)).status).toBe("cancelled");
    expect(await lastChange(plan.id)).toMatchObject({ by: "staff" });
  });

  test("of two who change one sponsorship the second sees what it was and what it is, and what they asked for stays", async () => {
    const plan = await joinPlan();
    const { seen } = (await show(plan.id)).plan;
    await press(plan.id, { do: "amount", other: "5" });
    await press(plan.id, { do: "receipts", receipts: "monthly", anniversary: "yes" });
    const late = await postAtDesk(planScreen, { params: { id: plan.id }, form: { seen, do: "amount", other: "4" } });
    expect(late).toMatchObject({ status: 409, data: { input: { other: "4" } } });
    expect((late.data as Shown).versions).toMatchObject({
      columns: ["When you opened the page", "Now"],
      rows: [
        { label: "A week", texts: ["£2.50", "£5.00"] },
        { label: "Receipts", texts: ["each", "monthly"] },
      ],
    });
    expect((await getPlan(plan.id)).weeklyPence).toBe(500);
  });
});
