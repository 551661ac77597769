import { expect, test } from "vitest";
import { db, inTransaction } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { useDatabase } from "tests/support/database";

useDatabase();

const record = () =>
  inTransaction((tx) =>
    recordAudit(
      tx,
      { id: "ada", network: "203.0.113.0/24" },
      { action: "staff.role-changed", about: { kind: "staff", id: "grace" }, was: { role: "viewer" }, became: { role: "editor" } },
    ),
  );

test("an entry says who, from where, what it was and what it became", async () => {
  await record();
  expect(await db.auditEntry.findMany({ omit: { sequence: true, at: true } })).toEqual([
    {
      staffId: "ada",
      network: "203.0.113.0/24",
      action: "staff.role-changed",
      aboutKind: "staff",
      aboutId: "grace",
      was: { role: "viewer" },
      became: { role: "editor" },
    },
  ]);
});

test.each(["UPDATE audit_entry SET action = 'signed-in'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])(
  "the database refuses %s",
  async (sql) => {
    await record();
    await expect(db.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
    expect(await db.auditEntry.count({ where: { action: "staff.role-changed" } })).toBe(1);
  },
);
