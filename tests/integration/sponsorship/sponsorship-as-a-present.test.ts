import { describe, expect, test } from "vitest";
import * as presentRoute from "~/account/plans/routes/present";
import { presentOf } from "~/account/plans/present-of.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { certificatePath } from "~/sponsorship/emailed-links.server";
import { purgeUnfinishedPlans } from "~/sponsorship/join/purge-unfinished-plans.server";
import { restorePlanForm } from "~/sponsorship/join/restore-plan-form.server";
import { getThankYouView } from "~/sponsorship/join/thank-you-view.server";
import { parsePresent, type Present } from "~/sponsorship/join/tribute";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { maintainPlans } from "~/sponsorship/manage/hourly-maintenance.server";
import { changePresent } from "~/sponsorship/present/change-present.server";
import { findCertificate } from "~/sponsorship/present/certificate.server";
import { drawCertificate } from "~/sponsorship/present/draw-certificate.server";
import { listQueuedEmailKinds, mailControl, runJobs, stripeControl } from "tests/support/giving/donation-harness";
import { copiedText, countGlyphs, withoutSpaces } from "tests/support/giving/pdf-contents";
import { postForm, signInAs } from "tests/support/supporters/supporter-requests";
import { aSponsorOrigin, getPlan, getPlanAfterJobs, joinPlan, startTestPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();
const inDays = (days: number) => addDays(londonDate(now()), days);
const aPresent = (change: Partial<Present> = {}): Present => ({
  kind: "present",
  name: "Mo Candle",
  presentOn: inDays(0),
  email: "mo@example.org",
  message: "Happy birthday.\n\nWith love",
  ...change,
});
const emailsTo = (address: string) =>
  mailControl()
    .messages()
    .filter(({ to }) => to.includes(address));
const tokenOf = (path: string) => path.split("/").at(-1) ?? "";
const letterHours = async (days: number) => {
  await stripeControl().advance({ seconds: days * 86_400 });
  await maintainPlans();
  await runJobs();
};

const countPages = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;

describe("a sponsorship as a present", () => {
  test("of today: the certificate goes once the payment has arrived, and the sponsor has a link to it too", async () => {
    const room = await db.room.create({ data: { id: "alder", name: "Alder", position: 1, weeklyPence: 5000 } });
    const plan = await joinPlan({ tribute: aPresent(), roomId: room.id });
    expect(await listQueuedEmailKinds()).toEqual(["collection-receipt", "plan-welcome", "present-certificate"]);
    const [certificate] = emailsTo("mo@example.org");
    expect(certificate?.subject).toBe("A present from Adaline Lovelamp: a lit window");
    expect(certificate?.text).toContain("sponsors the room Alder for you");
    expect(certificate?.text).toContain("Happy birthday.");
    expect(certificate?.text).not.toMatch(/£|10\.00|RL-/);
    expect(certificate?.text).toContain(certificatePath(plan));
    const welcome = emailsTo(plan.email).find(({ subject }) => subject.startsWith("Thank you"));
    expect(welcome?.text).toContain(certificatePath(plan));
    expect(await getThankYouView(plan.token)).toMatchObject({ hasTributeCard: false, present: { emailedOn: inDays(0) } });
    expect(JSON.stringify(await getThankYouView(plan.token))).not.toMatch(/Mo|Candle|example\.org/);
  });

  test("from a later day: the certificate waits for it, and goes once", async () => {
    await joinPlan({ tribute: aPresent({ presentOn: inDays(3) }) });
    expect(await listQueuedEmailKinds()).toEqual(["collection-receipt", "plan-welcome"]);
    await letterHours(2);
    expect(emailsTo("mo@example.org")).toEqual([]);
    await letterHours(1);
    await letterHours(1);
    expect(emailsTo("mo@example.org")).toHaveLength(1);
  });

  test("whose first payment comes after its day: the certificate waits for the payment", async () => {
    const plan = await joinPlan({ tribute: aPresent(), startsOn: inDays(5) });
    await letterHours(2);
    expect(emailsTo("mo@example.org")).toEqual([]);
    await stripeControl().advance({ seconds: 4 * 86_400 });
    await getPlanAfterJobs(plan.id);
    expect(emailsTo("mo@example.org")).toHaveLength(1);
  });

  test("that ended before its day sends nothing, and one without an address is only printed", async () => {
    const ended = await joinPlan({ tribute: aPresent({ presentOn: inDays(3) }) });
    await cancelPlan(ended.id, { by: "sponsor", reason: null });
    expect(presentOf(ended)?.hint).toContain("goes to mo@example.org");
    expect(presentOf(await getPlan(ended.id))?.hint).toBe("");
    const printed = await joinPlan({ email: "other@example.org", tribute: aPresent({ email: null }) });
    await letterHours(4);
    expect(emailsTo("mo@example.org")).toEqual([]);
    expect(await findCertificate(tokenOf(certificatePath(printed)))).toMatchObject({ certificate: { recipient: "Mo Candle" } });
    expect(await getThankYouView(printed.token)).toMatchObject({ present: { emailedOn: null } });
  });

  test("shows its certificate by its link alone: not by another link, not before it is agreed to, not once links are called back", async () => {
    const unfinished = await startTestPlan({ tribute: aPresent() });
    expect(await findCertificate(tokenOf(certificatePath(unfinished)))).toEqual({ refused: "no-present" });
    const honoured = await joinPlan({ email: "other@example.org", tribute: { kind: "honour", name: "Gran", card: null } });
    expect(await findCertificate(tokenOf(certificatePath(honoured)))).toEqual({ refused: "no-present" });
    const plan = await joinPlan({ tribute: aPresent({ presentOn: "2026-12-25" }) });
    const link = tokenOf(certificatePath(plan));
    expect(await findCertificate(link)).toMatchObject({
      reference: plan.reference,
      certificate: {
        recipient: "Mo Candle",
        sponsor: "Adaline Lovelamp",
        from: "25 December 2026",
        room: null,
        message: ["Happy birthday.", "With love"],
      },
    });
    expect(await findCertificate(`${link.slice(0, -1)}_`)).toEqual({ refused: "invalid-link" });
    await db.plan.update({ where: { id: plan.id }, data: { linkVersion: { increment: 1 } } });
    expect(await findCertificate(link)).toEqual({ refused: "revoked" });
  });

  test("is corrected by its sponsor, and its certificate says so, emailed before or after", async () => {
    const plan = await joinPlan({ tribute: aPresent({ presentOn: inDays(3) }) });
    const cookie = await signInAs(plan.supporterId ?? "");
    const path = `/supporter/plans/${plan.id}/present`;
    const send = (fields: Record<string, string>, as = cookie) =>
      postForm(presentRoute, path, fields, { cookie: as, params: { id: plan.id } });
    const right = { presentname: "Maud", presentday: inDays(1), presentwords: "", certificate: "yes", presentemail: "maud@example.org" };

    const wrong = await send({ ...right, presentname: " ", presentday: inDays(-1) });
    expect(wrong.status).toBe(400);
    expect(wrong.shown).toMatchObject({
      errors: [{ field: "presentname" }, { field: "presentday" }],
      input: { presentemail: "maud@example.org" },
    });
    const stranger = await signInAs((await joinPlan({ email: "other@example.org" })).supporterId ?? "");
    expect((await send(right, stranger)).status).toBe(404);
    expect(await getPlan(plan.id)).toMatchObject({ tributeName: "Mo Candle", tributeCardEmail: "mo@example.org" });

    expect((await send(right)).status).toBe(303);
    expect(await getPlan(plan.id)).toMatchObject({ tributeName: "Maud", tributeCardEmail: "maud@example.org", tributeCardMessage: null });
    const changes = await db.planChange.findMany({ where: { planId: plan.id, kind: "present" } });
    expect(changes).toMatchObject([{ by: "sponsor", oldValue: null, newValue: null }]);
    await letterHours(1);
    expect(emailsTo("mo@example.org")).toEqual([]);
    expect(emailsTo("maud@example.org")).toHaveLength(1);

    // What was emailed stays where it went; its link shows the new name.
    expect((await send({ ...right, presentname: "Maude", presentday: inDays(30), presentemail: "mo@example.org" })).status).toBe(303);
    expect(await getPlan(plan.id)).toMatchObject({ tributeName: "Maude", tributeCardEmail: "maud@example.org" });
    expect(await findCertificate(tokenOf(certificatePath(plan)))).toMatchObject({ certificate: { recipient: "Maude" } });
    await letterHours(1);
    expect(emailsTo("mo@example.org")).toEqual([]);
    // Saved as it is, it is no change.
    await send({ ...right, presentname: "Maude" });
    expect(await db.planChange.count({ where: { planId: plan.id, kind: "present" } })).toBe(2);

    await cancelPlan(plan.id, { by: "sponsor", reason: null });
    await send({ ...right, presentname: "Nobody" });
    expect(await getPlan(plan.id)).toMatchObject({ tributeName: "Maude" });
    expect(await changePresent(plan.id, aPresent(), "sponsor")).toEqual({
      refused: "already-cancelled",
    });
  });

  test("keeps the day that has come when only its words are changed", () => {
    const errors: string[] = [];
    const parse = (presentday: string) =>
      parsePresent({ presentname: "Mo", presentday }, "2026-12-28", "2026-12-25", ({ message }) => void errors.push(message)).presentOn;
    expect([parse("2026-12-25"), parse("")]).toEqual(["2026-12-25", "2026-12-25"]);
    expect(errors).toEqual([]);
    parse("2026-12-26");
    expect(errors.join()).toMatch(/has passed/);
  });

  test("is filled in again as it was for the browser that sent it, and no word of it for others", async () => {
    const origin = aSponsorOrigin();
    const plan = await startTestPlan({ tribute: aPresent() }, origin);
    const restored = await restorePlanForm(plan.token, { browser: origin.browserId, supporterId: null }, now());
    expect(restored?.input).toMatchObject({
      present: "yes",
      presentname: "Mo Candle",
      presentday: inDays(0),
      presentwords: "Happy birthday.\n\nWith love",
      certificate: "yes",
      presentemail: "mo@example.org",
    });
    const nextDay = new Date(now().getTime() + 86_400_000);
    const later = await restorePlanForm(plan.token, { browser: origin.browserId, supporterId: null }, nextDay);
    expect(later?.input).toMatchObject({ present: "yes", presentday: "" });
    expect(JSON.stringify(await restorePlanForm(plan.token, { browser: null, supporterId: null }, now()))).not.toMatch(/Candle|mo@/);
  });

  test("forgets the address a month after the email, and the words a month after the end", async () => {
    const plan = await joinPlan({ tribute: aPresent() });
    await db.outgoingEmail.updateMany({
      where: { kind: "present-certificate" },
      data: { sentAt: new Date(now().getTime() - 31 * 86_400_000) },
    });
    await purgeUnfinishedPlans();
    expect(await getPlan(plan.id)).toMatchObject({ tributeName: "Mo Candle", tributeCardEmail: null, tributeCardName: null });
    expect((await getPlan(plan.id)).tributeCardMessage).toContain("Happy birthday");
    await db.plan.update({ where: { id: plan.id }, data: { endedAt: new Date(now().getTime() - 31 * 86_400_000) } });
    await purgeUnfinishedPlans();
    expect(await getPlan(plan.id)).toMatchObject({ tributeCardMessage: null });
  });

  test("has a certificate of one page, whatever is written on it", async () => {
    const charity = { name: "The Lantern Trust", details: "Registered, number 1199999" };
    const usual = {
      recipient: "Mo Candle",
      sponsor: "Ada Example",
      from: "25 December 2026",
      room: "Alder",
      message: ["With love"],
      charity,
    };
    const pdf = await drawCertificate(usual);
    const text = await copiedText(pdf);
    for (const words of ["Mo Candle", "Ada Example sponsors the room Alder for you, from 25 December 2026.", "With love", charity.name])
      expect(text).toContain(withoutSpaces(words));
    expect(text).not.toContain("£");
    const long = { recipient: "Wilhelmina ".repeat(7).trim(), sponsor: "M".repeat(80), message: Array.from({ length: 150 }, () => "W") };
    const scripts = { recipient: "李小龙", message: ["محمد", "नमस्ते"] };
    expect(countPages(pdf)).toBe(1);
    expect(countPages(await drawCertificate({ ...usual, ...long }))).toBe(1);
    const inOtherScripts = await drawCertificate({ ...usual, ...scripts });
    expect(countPages(inOtherScripts)).toBe(1);
    expect(countGlyphs(inOtherScripts).missing).toBe(0);
    expect(await copiedText(inOtherScripts)).toContain("李小龙");
  });

  test("can’t be kept without its day, nor a day without a present", async () => {
    const plan = await startTestPlan({ tribute: aPresent() });
    await expect(db.plan.update({ where: { id: plan.id }, data: { presentOn: null } })).rejects.toThrow("plan_present_on_check");
    await expect(db.plan.update({ where: { id: plan.id }, data: { tributeKind: "honour" } })).rejects.toThrow("plan_present_on_check");
  });
});
