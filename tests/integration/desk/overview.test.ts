import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { parseGiftFilters } from "~/desk/gifts/gift-filters";
import { listAllGifts, type GiftRow } from "~/desk/gifts/list-gifts.server";
import * as overviewScreen from "~/desk/overview/routes/overview";
import { getOverview } from "~/desk/overview/overview.server";
import { listAllPlans, type PlanRow } from "~/desk/sponsorships/list-plans.server";
import { parsePlanFilters } from "~/desk/sponsorships/plan-filters";
import { generalFundId, roomsFundId } from "~/giving/funds/fund";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { formatPounds, pence } from "~/platform/money";
import { useDatabase } from "tests/support/database";
import { insertGift, insertPlan, insertSupporter } from "tests/support/desk/desk-rows";
import { deskCookie, loadAtDesk, staffMember } from "tests/support/desk/desk-requests";

useDatabase();
afterEach(() => setClock(() => new Date()));

async function all<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

/** The rows that a figure's link leads to. */
async function rowsBehind(href: string): Promise<{ gifts: GiftRow[]; plans: PlanRow[] }> {
  const { pathname, searchParams } = new URL(href, "http://x");
  if (pathname === "/desk/gifts")
    return { gifts: await all(listAllGifts({ filters: parseGiftFilters(searchParams).filters, search: null })), plans: [] };
  const { filters, errors } = parsePlanFilters(searchParams);
  expect(errors).toEqual([]);
  return { gifts: [], plans: await all(listAllPlans({ filters, search: null })) };
}

const hour = 3_600_000;
const now = new Date("2026-10-28T12:00:00Z");
/** Hours before now: near the edges of days, weeks, months, clocks going back, and of the tax year. */
const anyHours = fc.oneof(
  fc.integer({ min: 0, max: 24 * 16 }),
  fc.integer({ min: 24 * 25, max: 24 * 32 }),
  fc.integer({ min: 24 * 204, max: 24 * 207 }),
  fc.integer({ min: 24 * 360, max: 24 * 575 }),
);
const anyGift = fc.record({
  status: fc.constantFrom("paid", "refunded", "disputed", "charged_back", "failed", "collecting", "pending", "expired" as const),
  giftPence: fc.integer({ min: 200, max: 5000 }),
  coverPence: fc.constantFrom(0, 30),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  isForPlan: fc.boolean(),
  isRestricted: fc.boolean(),
  hours: anyHours,
});
const anyPlan = fc.record({
  begun: anyHours,
  status: fc.constantFrom("starting", "active", "late", "cancelled", "lapsed", "expired" as const),
  ended: anyHours,
  changes: fc.array(fc.tuple(anyHours, fc.constantFrom("failed", "recovered" as const)), { maxLength: 4 }),
});

test("for any history with refunds and disputes, each figure is the sum of the rows that its link leads to", async () => {
  const before = (hours: number) => new Date(now.getTime() - hours * hour);
  setClock(() => now);
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyGift, { maxLength: 25 }),
      fc.array(anyPlan, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("", "from=2026-10-25&to=2026-10-25", "from=2026-03-20&to=2026-10-28", "from=2025-04-06"),
      async (gifts, plans, query) => {
        await db.donation.deleteMany();
        await db.plan.deleteMany();
        const inserted: string[] = [];
        for (const { begun, status, ended, changes } of plans) {
          const isOver = status === "cancelled" || status === "lapsed";
          const agreedAt = status === "expired" ? null : before(begun);
          const { id } = await insertPlan({ status, createdAt: before(begun), agreedAt, endedAt: isOver ? before(ended) : null });
          inserted.push(id);
          for (const [hours, what] of changes) {
            const [oldValue, newValue] = what === "failed" ? ["active", "late"] : ["late", "active"];
            await db.planChange.create({
              data: { id: newId(), planId: id, kind: "status", oldValue, newValue, by: "stripe", changedAt: before(hours) },
            });
          }
        }
        for (const { status, giftPence, coverPence, share, isForPlan, isRestricted, hours } of gifts) {
          const total = giftPence + coverPence;
          const isPaid = ["paid", "refunded", "disputed", "charged_back"].includes(status);
          await insertGift({
            status,
            giftPence,
            coverPence,
            createdAt: before(hours + 1),
            paidAt: isPaid ? before(hours) : null,
            refundedPence: status === "refunded" ? total : status === "paid" ? Math.floor(share * (total - 1)) : 0,
            planId: isForPlan ? (inserted[0] ?? null) : null,
            fundId: isRestricted ? roomsFundId : generalFundId,
          });
        }
        const overview = await getOverview(new URLSearchParams(query));
        expect(overview.errors).toEqual([]);
        for (const { label, cells } of overview.rows)
          for (const { text, href, before: textBefore, beforeHref } of cells)
            for (const [shown, link] of [
              [text, href],
              [textBefore, beforeHref],
            ] as const) {
              const rows = await rowsBehind(link);
              const isMoney = link.startsWith("/desk/gifts");
              const wanted = isMoney
                ? formatPounds(pence(rows.gifts.reduce((sum, { net }) => sum + net, 0)))
                : rows.plans.length.toLocaleString("en-GB");
              expect([label, link, shown]).toEqual([label, link, wanted]);
            }
        if (query !== "") {
          const cell = (label: string) => overview.rows.find((row) => row.label === label)?.cells[0]?.text;
          for (const [index, { label }] of overview.chart.series.entries()) {
            const sums = overview.chart.table.map((row) => Number(row.sums[index]?.replace(/[£,]/g, "")) * 100);
            const total = formatPounds(pence(Math.round(sums.reduce((sum, each) => sum + each, 0))));
            expect([label, total]).toEqual([label, cell(label) ?? "£0.00"]);
          }
        }
      },
    ),
    { numRuns: 12, seed: 11 },
  );
}, 120_000);

test("everybody at the desk sees it, with tasks that are due; wrong days are said and the usual ones shown", async () => {
  const { id: supporterId } = await insertSupporter();
  const note = { supporterId, writtenById: await staffMember("editor"), writtenAt: new Date() };
  await db.staffNote.create({ data: { id: newId(), ...note, text: "Ring back", dueOn: new Date("2026-01-05T00:00:00Z") } });
  await db.staffNote.create({ data: { id: newId(), ...note, text: "Much later", dueOn: new Date("2999-01-05T00:00:00Z") } });
  const load = async (query: string) =>
    (await loadAtDesk(overviewScreen, { query, cookie: await deskCookie("viewer") })).data as Awaited<ReturnType<typeof getOverview>>;
  const usual = await load("");
  expect(usual.tasks).toMatchObject([{ text: "Ring back", isLate: true, href: `/desk/people/${supporterId}#tasks` }]);
  expect(usual.spans.map(({ label }) => label)).toEqual(["This week", "This month", "This tax year"]);
  expect(usual.now.map(({ text }) => text)).toEqual(["£0.00", "0 of 0", "0"]);
  for (const [query, field] of [
    ["?from=2026-02-31", "from"],
    ["?from=2026-03-02&to=2026-03-01", "to"],
    ["?from=1900-01-01&to=2026-03-01", "to"],
    ["?to=2026-03-01", "from"],
  ] as const) {
    const view = await load(query);
    expect([query, view.errors.map((error) => error.field), view.spans.length]).toEqual([query, [field], 3]);
  }
});
