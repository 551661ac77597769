import { expect, test } from "vitest";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import * as details from "~/account/routes/details";
import * as emailChange from "~/account/routes/email-change";
import * as home from "~/account/routes/home";
import * as join from "~/account/routes/join";
import { findPlanByCardLink, findPlanByLink, newCardPath, planPath } from "~/sponsorship/emailed-links.server";
import { aDonationForm, completeDonation, mailControl, runJobs } from "tests/support/giving/donation-harness";
import { joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { getSupporterId, listEmailedPaths, openScreen, postForm, signInAs } from "tests/support/supporters/supporter-requests";

usePlanHarness();

const email = "adaline@example.org";
const createDonor = async (change: Parameters<typeof aDonationForm>[0] = {}) => {
  const gift = await completeDonation({ card: "visa" }, aDonationForm(change));
  const id = getSupporterId(gift);
  return { gift, id, cookie: await signInAs(id) };
};
const askFor = async (to: string, cookie: string) => {
  expect((await postForm(details, "/supporter/details", { what: "email", email: to }, { cookie })).status).toBe(303);
  await runJobs();
};
const answer = async (side: "old" | "new", to: string, reply = "yes") => {
  const token =
    listEmailedPaths(to, new RegExp(`^/supporter/email/${side}/`))[0]
      ?.split("/")
      .at(-1) ?? "";
  return await postForm(emailChange, "/", { answer: reply }, { params: { side, token } });
};

test("yes in both mailboxes shows no open session what another supporter gave", async () => {
  const asker = await createDonor();
  const owner = await createDonor({ email: "owner@example.org", gift: pence(7000) });
  await askFor("owner@example.org", asker.cookie);
  await answer("new", "owner@example.org");
  await answer("old", email);
  const shown = await openScreen(home, "/supporter", { cookie: asker.cookie });
  expect(JSON.stringify(shown.shown)).not.toContain(owner.gift.reference);
  expect(await db.donation.findUnique({ where: { id: owner.gift.id } })).toMatchObject({ supporterId: owner.id });
  expect(await db.supporter.count()).toBe(2);
});

test("a new address ends every session, and links in emails to the old one stop working", async () => {
  const plan = await joinPlan();
  const [here, elsewhere] = [await signInAs(plan.supporterId ?? ""), await signInAs(plan.supporterId ?? "")];
  const [planToken, cardToken] = [planPath(plan), newCardPath(plan)].map((path) => path.split("/").at(-1) ?? "");
  expect(await findPlanByLink(planToken ?? "")).toMatchObject({ id: plan.id });
  await askFor("ada@new.example.org", here);
  await answer("new", "ada@new.example.org");
  expect((await answer("old", email)).shown).toEqual({ state: "changed" });
  for (const cookie of [here, elsewhere]) expect((await openScreen(home, "/supporter", { cookie })).status).toBe(302);
  expect(await findPlanByLink(planToken ?? "")).toEqual({ refused: "revoked" });
  expect(await findPlanByCardLink(cardToken ?? "")).toEqual({ refused: "revoked" });
});

const setUpOffer = async () => {
  const asker = await createDonor();
  const owner = await createDonor({ email: "owner@example.org", gift: pence(7000) });
  await askFor("owner@example.org", asker.cookie);
  expect((await answer("new", "owner@example.org")).shown).toEqual({ state: "decide-after-sign-in" });
  // The old address is not told that the new one is known.
  expect((await answer("old", email)).shown).toEqual({ state: "waiting", side: "new" });
  const [change] = await db.emailChange.findMany();
  return { asker, owner, change: change?.id ?? "" };
};
const decide = (change: string, decision: string, cookie: string) => postForm(join, "/supporter/join", { change, decision }, { cookie });

test("whoever signs in at the new address sees what would be joined, and joins it or not", async () => {
  const { asker, owner, change } = await setUpOffer();
  const sent = mailControl()
    .messages()
    .find(({ to, text }) => to.includes("owner@example.org") && text?.includes("/supporter/email/new/"));
  expect(sent?.text?.replace(/\s+/g, " ")).toContain("Nothing is joined by confirming");
  expect((await openScreen(join, "/supporter/join", { cookie: owner.cookie })).shown["offers"]).toEqual([
    { id: change, from: "a•••@e•••.org", contents: ["1 payment, £30.00 in all, with receipts and statements"] },
  ]);
  expect((await openScreen(join, "/supporter/join", { cookie: asker.cookie })).shown["offers"]).toEqual([]);
  expect((await decide(change, "join", asker.cookie)).status).toBe(410);
  expect(await db.supporter.count()).toBe(2);

  const elsewhere = await signInAs(owner.id);
  expect((await decide(change, "join", owner.cookie)).headers.get("location")).toBe("/supporter/join?done=join");
  expect((await decide(change, "join", owner.cookie)).status).toBe(410);
  expect(await db.supporter.findMany()).toMatchObject([{ id: owner.id, email: "owner@example.org" }]);
  expect(await db.donation.count({ where: { supporterId: owner.id, email: "owner@example.org" } })).toBe(2);
  expect((await openScreen(home, "/supporter", { cookie: owner.cookie })).status).toBe(200);
  for (const cookie of [asker.cookie, elsewhere]) expect((await openScreen(home, "/supporter", { cookie })).status).toBe(302);
});

test("a session that was left open neither shows nor decides a join; a no joins nothing and calls it off", async () => {
  const { asker, owner, change } = await setUpOffer();
  await db.supporterSession.updateMany({ where: { supporterId: owner.id }, data: { createdAt: new Date(now().getTime() - 21 * 60_000) } });
  expect((await openScreen(join, "/supporter/join", { cookie: owner.cookie })).shown["offers"]).toBeNull();
  expect((await decide(change, "join", owner.cookie)).status).toBe(403);
  const again = await decide(change, "sign-in", owner.cookie);
  expect([again.status, again.headers.get("location")]).toEqual([303, "/supporter/sign-in?to=/supporter/join"]);
  expect((await openScreen(home, "/supporter", { cookie: owner.cookie })).status).toBe(302);
  const fresh = await signInAs(owner.id);
  expect((await decide(change, "keep-apart", fresh)).headers.get("location")).toBe("/supporter/join?done=keep-apart");
  expect((await decide(change, "join", fresh)).status).toBe(410);
  expect(await db.donation.findUnique({ where: { id: asker.gift.id } })).toMatchObject({ supporterId: asker.id });
});

test("nothing is offered before the old address has said yes", async () => {
  const asker = await createDonor();
  const owner = await createDonor({ email: "owner@example.org" });
  await askFor("owner@example.org", asker.cookie);
  expect((await openScreen(join, "/supporter/join", { cookie: owner.cookie })).shown["offers"]).toEqual([]);
  const [change] = await db.emailChange.findMany();
  expect((await decide(change?.id ?? "", "join", owner.cookie)).status).toBe(410);
});
