import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import { loader } from "~/desk/routes/audit";
import { action as exportAction } from "~/desk/routes/audit-export";
import { db, inTransaction } from "~/platform/database/db.server";
import { setClock } from "~/platform/clock";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { useDatabase } from "tests/support/database";
import { deskRequest, loadAtDesk, staffMember } from "tests/support/desk/desk-requests";

useDatabase();

type Shown = { entries: { sequence: string; who: string; about: string; became: string }[]; nextPath: string | null };
const look = async (query = "") => (await loadAtDesk({ loader }, { query })).data as Shown;

beforeEach(async () => {
  await staffMember("editor");
  await staffMember("treasurer");
});

const write = (staffId: string | null, id: string, became: Record<string, string | number>) =>
  inTransaction((tx) =>
    recordAudit(tx, staffId === null ? null : { id: staffId, network: "203.0.113.0/24" }, {
      action: "staff.role-changed",
      about: { kind: "staff", id },
      became,
    }),
  );

test("120 entries are read in pages, newest first, each once, though others are written meanwhile", async () => {
  for (let number = 1; number <= 120; number++) await write("test-editor", `about-${number}`, { number });
  const seen: string[] = [];
  let path: string | null = "";
  while (path !== null) {
    const page: Shown = await look(path);
    seen.push(...page.entries.map(({ about }) => about));
    expect(page.entries.length).toBeLessThanOrEqual(50);
    await write("test-treasurer", "meanwhile", {});
    path = page.nextPath && page.nextPath.replace("/desk/audit", "");
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `staff about-${120 - index}`));
});

test("the log is searched by name, by what changed and by network, and filtered by who, what and when, all at once", async () => {
  setClock(() => new Date("2026-03-28T23:30:00Z"));
  try {
    await write("test-editor", "test-treasurer", { role: "100%_sure" });
    setClock(() => new Date("2026-03-29T22:30:00Z"));
    await write(null, "test-editor", { role: "viewer" });
    setClock(() => new Date("2026-03-29T23:30:00Z"));
    await write("test-treasurer", "x", { role: "viewer" });
  } finally {
    setClock(() => new Date());
  }
  const count = async (query: string) => (await look(query)).entries.length;
  expect(await count("?q=test%20treasurer")).toBe(2);
  expect(await count("?q=100%25_s")).toBe(1);
  expect(await count("?q=100%25%25s")).toBe(0);
  expect(await count("?q=203.0.113")).toBe(2);
  expect(await count("?who=command")).toBe(1);
  expect(await count("?who=test-editor&action=staff.role-changed")).toBe(1);
  expect(await count("?action=signed-in")).toBe(0);
  // 29 March 2026 is a London day of 23 hours: it ends at 23:00 UTC.
  expect(await count("?from=2026-03-29&to=2026-03-29")).toBe(1);
  expect(await count("?from=2026-03-29")).toBe(2);
  // A day that no calendar has filters nothing, as on no page.
  expect(await count("?from=2026-02-30&to=0000-01-01")).toBe(3);
  expect(await count("?from=nonsense&to=2026-99-99&who=&action=nonsense&before=nonsense")).toBe(3);
});

test("the export holds exactly what the filter leaves, beyond one page, without formulas, and is in the log itself", async () => {
  for (let number = 1; number <= 60; number++)
    await write("test-editor", number === 7 ? '=HYPERLINK("http://evil.example")' : `about-${number}`, { number });
  await write("test-treasurer", "another", {});
  const request = await deskRequest({ form: { who: "test-editor" } });
  const response = (await exportAction({ request, params: {}, context: { ip: "" } })) as Response;
  const rows = parse(await response.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ about_id }) => about_id)).toEqual(
    Array.from({ length: 60 }, (_, index) => (60 - index === 7 ? `'=HYPERLINK("http://evil.example")` : `about-${60 - index}`)),
  );
  expect(rows[0]).toMatchObject({ who: "Test editor", network: "203.0.113.0/24", became: '{"number":60}' });
  expect(response.headers.get("content-disposition")).toMatch(/audit-log-\d{4}-\d\d-\d\d\.csv/);
  expect(await db.auditEntry.findFirst({ where: { action: "audit.exported" } })).toMatchObject({ staffId: "test-administrator" });
});
