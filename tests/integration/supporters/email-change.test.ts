import { expect, test } from "vitest";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import * as details from "~/account/routes/details";
import * as emailChange from "~/account/routes/email-change";
import * as home from "~/account/routes/home";
import { findPlanByCardLink, findPlanByLink, newCardPath, planPath } from "~/sponsorship/emailed-links.server";
import { aDonationForm, completeDonation, runJobs } from "tests/support/donation-harness";
import { joinPlan, usePlanHarness } from "tests/support/plan-harness";
import { getSupporterId, listEmailedPaths, openScreen, postForm, signInAs } from "tests/support/supporter-requests";

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
