import { expect, test } from "vitest";
import { financialYear } from "~/accounts/books/periods";
import * as accountsScreen from "~/desk/accounts/routes/accounts";
import * as codesScreen from "~/desk/accounts/routes/codes";
import * as entriesScreen from "~/desk/accounts/routes/entries";
import * as exportScreen from "~/desk/accounts/routes/accounts-export";
import { exportAccounts } from "~/desk/accounts/export-accounts.server";
import { useDatabase } from "tests/support/database";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertGift } from "tests/support/desk/desk-rows";

useDatabase();

const year = financialYear(2027, "03-31");

test("days that no calendar has stand for the whole year", async () => {
  const titleOf = async (query: string) =>
    ((await loadAtDesk(entriesScreen, { query })).data as Awaited<ReturnType<typeof entriesScreen.loader>>).title;
  expect(await titleOf("?year=2027&from=2026-02-30&to=2026-06-31")).toBe(await titleOf("?year=2027"));
  expect(await titleOf("?from=2026-05-01&to=2026-05-31")).toMatch(/1 May 2026 to 31 May 2026/);
});

test("files and journals hold what the page shows; what accounts are called is kept, and of two who change it one is told", async () => {
  await insertGift({ paidAt: new Date("2026-05-01T10:00:00Z"), feePence: 65 });
  const page = (await loadAtDesk(accountsScreen, { query: "?year=2027" })).data as Awaited<ReturnType<typeof accountsScreen.loader>>;
  expect(page.year.total).toBe("£29.35");
  expect(
    page.months
      .find(({ key }) => key === "2026-05")
      ?.columns.filter(({ sum }) => sum !== "")
      .map(({ kind, sum }) => [kind, sum]),
  ).toEqual([
    ["gift", "£30.00"],
    ["fee", "-£0.65"],
  ]);
  const text = async (file: Parameters<typeof exportAccounts>[0]) => await (await exportAccounts(file, year)).text();
  expect(await text("months-csv")).toContain('2026-05,"General fund",30.00,0.00,0.00,0.00,0.00,0.00,-0.65,0.00,0.00,29.35');
  expect(await text("entries-csv")).toMatch(/2026-05-01,"Fees","General fund","RL-\w+","Stripe",-0\.65/);
  expect((await text("entries-ods")).slice(0, 2)).toBe("PK");

  const { before, input } = (await loadAtDesk(codesScreen)).data as Awaited<ReturnType<typeof codesScreen.loader>>;
  const form = Object.fromEntries(
    Object.entries(input).flatMap(([key, { code, name }]) => [
      [`code-${key}`, code],
      [`name-${key}`, name],
    ]),
  );
  expect(await postAtDesk(codesScreen, { form: { ...form, before, "code-gift": "200", "code-bank": "=1+1" } })).toMatchObject({
    status: 400,
    data: { errors: [{ field: "code-bank" }], input: { gift: { code: "200" } } },
  });
  expect((await postAtDesk(codesScreen, { form: { ...form, before, "code-gift": "200" } })).status).toBe(303);
  expect((await postAtDesk(codesScreen, { form: { ...form, before, "code-gift": "300" } })).status).toBe(409);
  expect(await text("xero")).toMatch(/"31\/05\/2026","Donations: General fund",200,"No VAT",-30\.00/);
  expect(await text("quickbooks")).toMatch(/"RL-2026-05","31\/05\/2026","Payment fees",0\.65,/);
  expect(
    (await postAtDesk(exportScreen, { form: { file: "xero", year: "2027", month: "2026-05" } })).headers.get("content-disposition"),
  ).toContain("journal-xero-2026-05-01-to-2026-05-31.csv");
});
