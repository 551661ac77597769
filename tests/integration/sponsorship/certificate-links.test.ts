import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "node-html-parser";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { certificatePath } from "~/sponsorship/emailed-links.server";
import { joinPlan, usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

usePlanHarness();

let site: WholeSite;
beforeAll(async () => {
  site = await startWholeSite();
});
afterAll(() => site.stop());

const open = async (path: string) => {
  const answer = await fetch(site.url + path);
  const type = answer.headers.get("content-type") ?? "";
  const heading = type.startsWith("text/html") ? parse(await answer.text()).querySelector("h1")?.text : null;
  return { status: answer.status, type, cache: answer.headers.get("cache-control"), heading };
};

test("a link to a certificate that shows none says why, and what to do", async () => {
  const plan = await joinPlan({
    tribute: { kind: "present", name: "Mo Candle", presentOn: londonDate(now()), email: null, message: null },
  });
  const link = certificatePath(plan);
  expect(await open(link)).toMatchObject({ status: 200, type: "application/pdf", cache: "no-store" });
  expect(await open(link.slice(0, -9))).toMatchObject({ status: 404, cache: "no-store", heading: "There is no certificate at this link" });
  await db.plan.update({ where: { id: plan.id }, data: { linkVersion: { increment: 1 } } });
  expect(await open(link)).toMatchObject({ status: 410, cache: "no-store", heading: "This link no longer works" });
});
