import { expect, test } from "vitest";
import * as personScreen from "~/desk/people/routes/person";
import { isInAudience } from "~/newsletter/audience.server";
import { topics } from "~/newsletter/subscription";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { setClock, now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { stripe } from "~/platform/payments/stripe.server";
import { findPlanByLink, planPath } from "~/sponsorship/emailed-links.server";
import { purgeMerges } from "~/supporters/merge/merges.server";
import { addDeclaration, addGift } from "tests/support/claims/claim-gifts";
import { loadAtDesk } from "tests/support/desk/desk-requests";
import { insertPlan, insertSupporter } from "tests/support/desk/desk-rows";
import { mergeInto, undo } from "tests/support/desk/merge-requests";
import { auditedActions, showPerson } from "tests/support/desk/person-requests";
import { aDonationForm, completeDonation, runJobs } from "tests/support/giving/donation-harness";
import { aSubscriber } from "tests/support/newsletter/subscribers";
import { getPlan, joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const ada = { firstName: "Ada", lastName: "Lovelamp", email: "ada@example.org" };
const adaline = { firstName: "Adaline", lastName: "Lovelamp", email: "adaline@example.org" };

async function aPair() {
  const kept = await insertSupporter(ada);
  const other = await insertSupporter(adaline);
  return { kept: kept.id, other: other.id };
}
const ownerOf = async (id: string) => (await db.donation.findUniqueOrThrow({ where: { id } })).supporterId;
const emailOf = async (id: string) => (await db.supporter.findUniqueOrThrow({ where: { id } })).email;
const days = (count: number) => count * 86_400_000;

test("undone, a sponsorship goes back with what it was paid since, its customer at Stripe has its address, and links end once more", async () => {
  const own = await insertSupporter(ada);
  const plan = await joinPlan();
  const other = plan.supporterId ?? "";
  const mergeId = await mergeInto(own.id, other);
  await runJobs();
  expect(await stripe().customers.retrieve(plan.stripeCustomerId ?? "")).toMatchObject({ email: "ada@example.org" });
  const since = await addGift(own.id, { planId: plan.id, email: "ada@example.org", paidAt: now() });
  const once = await addGift(own.id, { email: "ada@example.org", paidAt: now() });
  const link = planPath(await getPlan(plan.id)).replace("/plan/", "");
  await signInAs(own.id);
  expect((await undo(own.id, mergeId)).headers.get("location")).toBe(`/desk/people/${other}?done=unmerged`);
  await runJobs();
  expect([await ownerOf(since), await ownerOf(once)]).toEqual([other, own.id]);
  expect(await getPlan(plan.id)).toMatchObject({ supporterId: other, firstName: "Adaline", email: plan.email });
  expect(await stripe().customers.retrieve(plan.stripeCustomerId ?? "")).toMatchObject({ email: "adaline@example.org" });
  expect(await findPlanByLink(link)).toEqual({ refused: "revoked" });
  expect(await db.supporterSession.count()).toBe(0);
  expect([await emailOf(own.id), await emailOf(other)]).toEqual(["ada@example.org", "adaline@example.org"]);
  expect((await undo(own.id, mergeId)).status).toBe(409);
  expect(await auditedActions()).toEqual(["person.merged", "person.unmerged"]);
});

test("what was changed since stays with the record it was changed of", async () => {
  const { kept, other } = await aPair();
  const [ownGift, othersGift] = [await addGift(kept, { email: "Ada@Example.org" }), await addGift(other, { email: "Adaline@Example.org" })];
  const mergeId = await mergeInto(kept, other, { email: "other", name: "other" });
  await db.supporter.update({ where: { id: kept }, data: { firstName: "Augusta", email: "augusta@example.org" } });
  await db.donation.updateMany({ where: { supporterId: kept }, data: { email: "augusta@example.org" } });
  await undo(kept, mergeId);
  expect(await db.supporter.findMany({ orderBy: { email: "asc" } })).toMatchObject([
    { id: other, ...adaline },
    { id: kept, firstName: "Augusta", lastName: "Lovelamp", email: "augusta@example.org" },
  ]);
  expect(await db.donation.findUnique({ where: { id: ownGift } })).toMatchObject({ supporterId: kept, email: "augusta@example.org" });
  expect(await db.donation.findUnique({ where: { id: othersGift } })).toMatchObject({ supporterId: other, email: "Adaline@Example.org" });
});

test("who gave by the address that went is taken in by the record that comes back; somebody known before is not", async () => {
  const { kept, other } = await aPair();
  const mergeId = await mergeInto(kept, other);
  const gift = await completeDonation({ card: "visa" }, aDonationForm());
  expect([kept, other]).not.toContain(gift.supporterId);
  await undo(kept, mergeId);
  expect(await ownerOf(gift.id)).toBe(other);
  expect(await db.supporter.count()).toBe(2);

  const again = await mergeInto(kept, other);
  await insertSupporter({ email: "adaline@example.org", createdAt: new Date("2020-01-01T00:00:00Z") });
  expect((await undo(kept, again)).status).toBe(409);
  expect(await db.supporter.count()).toBe(2);
});

test("of several the newest is undone first; after thirty days none is, and what it needs is forgotten", async () => {
  const { kept, other } = await aPair();
  const third = await insertSupporter({ firstName: "A", lastName: "Lovelamp" });
  const first = await mergeInto(kept, other);
  const start = now().getTime();
  setClock(() => new Date(start + days(1)));
  const second = await mergeInto(kept, third.id);
  expect((await undo(kept, first)).status).toBe(409);
  expect((await showPerson(kept)).person.merges.map(({ id, isNewest }) => [id, isNewest])).toEqual([
    [second, true],
    [first, false],
  ]);
  setClock(() => new Date(start + days(30)));
  expect((await showPerson(kept)).person.merges.map(({ id }) => id)).toEqual([second]);
  expect(await purgeMerges()).toBe(1);
  expect((await loadAtDesk(personScreen, { params: { id: other } })).status).toBe(404);
  setClock(() => new Date(start + days(31)));
  expect((await undo(kept, second)).status).toBe(409);
  expect(await purgeMerges()).toBe(1);
  expect([await db.supporter.count(), await db.supporterMerge.count()]).toEqual([1, 0]);
});

test("a gift that was claimed meanwhile under the other's declaration is left out, so that its tax goes back", async () => {
  const { kept, other } = await aPair();
  const declarationId = await addDeclaration(other);
  const gift = await addGift(kept);
  const mergeId = await mergeInto(kept, other);
  const claim = { number: "1", rowCount: 1, giftCount: 1, donatedPence: 1000, taxPence: 250, preparedBy: "Ada", preparedAt: now() };
  await db.claim.create({ data: { id: "claim", status: "accepted", acceptedAt: now(), ...claim } });
  const dates = { firstDate: now(), lastDate: now(), donatedPence: 1000 };
  await db.claimRow.create({
    data: { id: "row", claimId: "claim", position: 1, firstName: "Adaline", lastName: "Lovelamp", house: "1", ...dates },
  });
  await db.claimGift.create({ data: { id: "line", rowId: "row", donationId: gift, declarationId, donatedPence: 1000 } });
  await undo(kept, mergeId);
  expect(await db.claimHold.findMany()).toMatchObject([
    { donationId: gift, reason: "other", placedBy: "test-administrator", liftedAt: null },
  ]);
  expect(await auditedActions()).toEqual(["person.merged", "claim.gift-left-out", "person.unmerged"]);
});

test("what was forgotten or erased meanwhile stays so", async () => {
  const { kept, other } = await aPair();
  const gift = await addGift(other);
  await insertPlan({ supporterId: other, status: "cancelled" });
  const mergeId = await mergeInto(kept, other);
  await db.donation.update({ where: { id: gift }, data: { supporterId: null, email: "", forgottenAt: now() } });
  await db.erasure.create({ data: { id: newId(), supporterId: kept, emails: [], completedSteps: [], createdAt: now() } });
  expect((await undo(kept, mergeId)).status).toBe(409);
  await db.erasure.deleteMany();
  await undo(kept, mergeId);
  expect(await db.donation.findUnique({ where: { id: gift } })).toMatchObject({ supporterId: null, email: "" });
  expect(await db.plan.findFirst()).toMatchObject({ supporterId: other });
});

const gets = async (id: string) => {
  const wanted: string[] = [];
  for (const topic of topics) if (await isInAudience(db, id, { topic, reach: "quarterly" })) wanted.push(topic);
  return wanted;
};

test("the newsletter at both: the address that stays gets what both chose, the other ends; undone, each has its own again", async () => {
  const { kept, other } = await aPair();
  const own = await aSubscriber({ email: ada.email, topics: ["news", "events"], emailFrequency: "every" });
  const others = await aSubscriber({ email: adaline.email, topics: ["events", "appeals"], emailFrequency: "quarterly" });
  const mergeId = await mergeInto(kept, other);
  expect([await gets(own.id), await gets(others.id)]).toEqual([["events"], []]);
  expect(await db.newsletterSubscription.findUnique({ where: { id: own.id } })).toMatchObject({ emailFrequency: "quarterly" });
  await undo(kept, mergeId);
  expect([await gets(own.id), await gets(others.id)]).toEqual([
    ["news", "events"],
    ["events", "appeals"],
  ]);
  expect(await db.newsletterSubscription.findUnique({ where: { id: own.id } })).toMatchObject({ emailFrequency: "every" });
});

test("a no at either address stands, also one that was said between a merge and its undoing", async () => {
  const { kept, other } = await aPair();
  const own = await aSubscriber({ email: ada.email, topics: ["news"] });
  await inTransaction((tx) => unsubscribe(tx, own.id, "preferences"));
  const others = await aSubscriber({ email: adaline.email, topics: ["news", "appeals"] });
  const mergeId = await mergeInto(kept, other);
  // Only the other had it, and it goes on there, without what the address that stays said no to.
  expect([await gets(own.id), await gets(others.id)]).toEqual([[], ["appeals"]]);
  await inTransaction((tx) => unsubscribe(tx, others.id, "one-click"));
  await undo(kept, mergeId);
  expect(await gets(others.id)).toEqual([]);
});
