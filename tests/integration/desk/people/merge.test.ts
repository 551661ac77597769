import { describe, expect, test } from "vitest";
import { erasureSteps, personalDataModules } from "~/account/personal-data.server";
import * as personScreen from "~/desk/people/routes/person";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { listCustomerIdsByEmail } from "~/platform/payments/customers.server";
import { stripe } from "~/platform/payments/stripe.server";
import { findPlanByLink, planPath } from "~/sponsorship/emailed-links.server";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";
import { addDeclaration } from "tests/support/claims/claim-gifts";
import { cookieOf, deskCookie, loadAtDesk, staffMember } from "tests/support/desk/desk-requests";
import { insertGift, insertSupporter } from "tests/support/desk/desk-rows";
import { mergeForm, mergeInto, sendToMerge, showMerge, undo } from "tests/support/desk/merge-requests";
import { auditedActions, showPerson } from "tests/support/desk/person-requests";
import { aDonationForm, completeDonation, runJobs } from "tests/support/giving/donation-harness";
import { getPlan, getPlanAfterJobs, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const ada = { firstName: "Ada", lastName: "Lovelamp", email: "ada@example.org" };
const adaline = { firstName: "Adaline", lastName: "Lovelamp", email: "adaline@example.org" };

async function aPair() {
  const kept = await insertSupporter(ada);
  const other = await insertSupporter(adaline);
  return { kept: kept.id, other: other.id };
}

describe("finding the other record", () => {
  test("likely doubles are those of the same postcode and those with a name much alike; others are searched for", async () => {
    const { kept, other } = await aPair();
    const neighbour = await insertSupporter({ firstName: "A", lastName: "Lovelamp" });
    const stranger = await insertSupporter({ firstName: "Grace", lastName: "Wick" });
    await insertGift({ supporterId: stranger.id, reference: "RL-7K3QX9" });
    await addDeclaration(kept, { postcode: "EX1 1AA" });
    for (const each of [neighbour, stranger]) await addDeclaration(each.id, { postcode: "EX1 1AA" });
    const { page } = await showMerge(kept);
    expect(page.doubles.map(({ id, why }) => [id, why])).toEqual([
      [neighbour.id, "same postcode"],
      [other, "a name much alike"],
    ]);
    const searched = await sendToMerge(kept, { do: "search", search: "RL-7K3QX9" });
    const address = searched.headers.get("location") ?? "";
    expect(address).toMatch(new RegExp(`^/desk/people/${kept}/merge\\?s=[\\w-]{32}$`));
    const query = address.slice(address.indexOf("?"));
    expect((await showMerge(kept, query)).page.found.map(({ id }) => id)).toEqual([stranger.id]);
    expect((await showMerge(kept, `?with=${kept}`)).page).toMatchObject({ other: null, isGone: true });
    expect((await loadAtDesk((await import("~/desk/people/routes/merge")) as never, { params: { id: "nobody" } })).status).toBe(404);
  });

  test("both stand side by side, and what would be done is told exactly; looking changes nothing", async () => {
    const { kept, other } = await aPair();
    await insertGift({ supporterId: other, giftPence: 3000 });
    await addDeclaration(other, { house: "1 Candle Street" });
    await db.staffNote.create({
      data: { id: newId(), supporterId: other, text: "Rang", writtenById: await staffMember("treasurer"), writtenAt: new Date() },
    });
    const { page } = await showMerge(kept, `?with=${other}`);
    expect([page.kept, page.other]).toMatchObject([
      { name: "Ada Lovelamp", email: "ada@example.org", home: null },
      { name: "Adaline Lovelamp", email: "adaline@example.org", home: "1 Candle Street, SW1A 1AA" },
    ]);
    const told = page.consequences.join("\n");
    for (const part of [
      "£30.00 in 1 donation",
      "1 Gift Aid declaration: none is cancelled",
      "1 note or task",
      "signed out everywhere",
      "30 days",
    ])
      expect(told).toContain(part);
    expect(await db.supporter.count()).toBe(2);
  });
});

describe("making two one", () => {
  test("a sponsorship of each: both go on, Stripe's customers get the address that stays, nobody stays signed in, links end", async () => {
    const own = await joinPlan({ email: "Ada@Example.org", firstName: "Ada" });
    const others = await joinPlan();
    const [kept, other] = [own.supporterId ?? "", others.supporterId ?? ""];
    const links = [own, others].map((plan) => planPath(plan).replace("/plan/", ""));
    for (const id of [kept, other]) await signInAs(id);
    const gift = await completeDonation({ card: "visa" });
    await mergeInto(kept, other, { email: "other" });
    await runJobs();
    expect(await db.supporter.findMany()).toMatchObject([{ id: kept, email: "adaline@example.org", firstName: "Ada" }]);
    expect(await db.donation.findMany({ where: { supporterId: kept } })).toHaveLength(3);
    expect(gift.supporterId).toBe(other);
    for (const { id, stripeCustomerId } of [own, others]) {
      const plan = await getPlan(id);
      expect(plan).toMatchObject({ supporterId: kept, firstName: "Ada", status: "active" });
      expect(plan.email.toLowerCase()).toBe("adaline@example.org");
      expect(await stripe().customers.retrieve(stripeCustomerId ?? "")).toMatchObject({ email: "adaline@example.org" });
    }
    for (const link of links) expect(await findPlanByLink(link)).toEqual({ refused: "revoked" });
    expect(await db.supporterSession.count()).toBe(0);
    // The record that went leads to the one that stayed, and its time line says so.
    expect((await loadAtDesk(personScreen, { params: { id: other } })).headers.get("location")).toBe(`/desk/people/${kept}`);
    const { person } = await showPerson(kept);
    expect(person.merges).toMatchObject([{ text: expect.stringContaining("Adaline Lovelamp, adaline@example.org") as string }]);
    expect(person.otherEmails).toContain("ada@example.org");
    expect(await auditedActions()).toEqual(["person.merged"]);
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ became }) => became))).not.toMatch(/ada/i);
    expect(JSON.stringify(await exportPersonalData(kept, personalDataModules))).toContain("Adaline");
  });

  test("two declarations: none is cancelled, and both say the name and home that are chosen", async () => {
    const { kept, other } = await aPair();
    await addDeclaration(kept, { firstName: "Ada", lastName: "Lovelamp", house: "2 Wick Lane" });
    await addDeclaration(other, { firstName: "Adaline", lastName: "Lovelamp", house: "1 Candle Street" });
    await mergeInto(kept, other, { name: "other", home: "kept" });
    const { person } = await showPerson(kept);
    expect(person).toMatchObject({ name: "Adaline Lovelamp", home: { house: "2 Wick Lane" } });
    expect(person.declarations.map(({ isActive }) => isActive)).toEqual([true, true]);
    for (const { text } of person.declarations) expect(text).toMatch(/Adaline Lovelamp, 2 Wick Lane, SW1A 1AA/);
  });

  test("pressed twice it is done once; a record that somebody changed meanwhile, or that is being erased, is left alone", async () => {
    const { kept, other } = await aPair();
    const form = await mergeForm(kept, other);
    await db.supporter.update({ where: { id: other }, data: { version: { increment: 1 } } });
    expect(await sendToMerge(kept, form)).toMatchObject({ status: 409, data: { errors: [{ field: "main" }], input: { name: "kept" } } });
    expect(await sendToMerge(kept, { ...(await mergeForm(kept, other)), email: "" })).toMatchObject({
      status: 400,
      data: { errors: [{ field: "email" }] },
    });
    expect(await sendToMerge(kept, await mergeForm(kept, kept))).toMatchObject({ status: 409 });
    await db.erasure.create({ data: { id: newId(), supporterId: other, emails: [], completedSteps: [], createdAt: new Date() } });
    expect(await sendToMerge(kept, await mergeForm(kept, other))).toMatchObject({ status: 409 });
    expect(await db.supporter.count()).toBe(2);
    await db.erasure.deleteMany();
    const good = await mergeForm(kept, other);
    const [first, second] = [await sendToMerge(kept, good), await sendToMerge(kept, good)];
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await db.supporterMerge.count()).toBe(1);
    expect(await auditedActions()).toEqual(["person.merged"]);
  });

  test("only treasurers and administrators, who showed a passkey or a code just now", async () => {
    const { kept, other } = await aPair();
    const form = await mergeForm(kept, other);
    expect((await sendToMerge(kept, form, await deskCookie("editor"))).status).toBe(403);
    const stale = await cookieOf(await staffMember("treasurer"));
    await db.staffSession.updateMany({ data: { confirmedAt: new Date(Date.now() - 3_600_000) } });
    expect((await sendToMerge(kept, form, stale)).status).toBe(401);
    expect(await db.supporter.count()).toBe(2);
  });
});

test("erasing the one that is left erases both: plans stop, and Stripe's customers of both addresses go", async () => {
  const plan = await joinPlan({ email: "Ada@Example.org", firstName: "Ada" });
  const gift = await completeDonation({ card: "visa" }, aDonationForm({ message: "For the rooms" }));
  const [kept, other] = [plan.supporterId ?? "", getSupporterId(gift)];
  await mergeInto(kept, other);
  await runJobs();
  expect((await listCustomerIdsByEmail("Adaline@Example.org")).length).toBeGreaterThan(0);
  expect(await eraseSupporter(kept, erasureSteps)).toEqual({ erased: true });
  expect((await getPlanAfterJobs(plan.id)).status).toBe("cancelled");
  for (const email of ["ada@example.org", "Ada@Example.org", "adaline@example.org", "Adaline@Example.org"])
    expect([email, await listCustomerIdsByEmail(email)]).toEqual([email, []]);
  expect([await db.supporter.count(), await db.supporterMerge.count()]).toEqual([0, 0]);
  expect(await db.donation.findMany({ where: { OR: [{ email: { not: "" } }, { message: { not: null } }] } })).toEqual([]);
  expect((await undo(kept, "anything-at-all")).status).toBe(404);
});
