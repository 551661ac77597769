import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { reconciliationEmails } from "~/platform/reconciliation/reconciliation-email.server";
import { definePass, reconcile, type Finding, type Reconciler } from "~/platform/reconciliation/reconcile.server";
import { findRun } from "~/platform/reconciliation/reconciliations.server";
import { db, pool } from "~/platform/database/db.server";
import { runInChild } from "tests/support/child-process";
import { databaseBefore, databaseUrl, useDatabase } from "tests/support/database";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import * as desk from "~/desk/routes/reconciliations";
import { waitUntil } from "tests/support/wait-until";

useDatabase();

type Row = { id: string };
const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: String(from + index).padStart(6, "0") }));

/** Two listings of three pages each. @param compare called with each page */
function aReconciler(compare: (page: Row[], pass: string) => Finding[] | Promise<Finding[]>): Reconciler {
  const list = async function* (_run: unknown, after: string | null) {
    for (const page of [rows(0, 2), rows(2, 4), rows(4, 6)]) if (!after || (page[0]?.id ?? "") > after) yield await Promise.resolve(page);
  };
  const pass = (name: string) => definePass<Row>(list, async (page) => ({ checked: page.length, findings: await compare(page, name) }));
  return { kind: "plans", passes: { first: pass("first"), second: pass("second") } };
}
const finding = (about: string, healed: boolean): Finding => ({ about, message: healed ? "Was put right." : "Needs a person.", healed });

it("goes through every page of every listing, counts, lists, and tells staff once of what is left", async () => {
  const run = await reconcile(
    aReconciler(([row], pass) => (row?.id === "000002" ? [finding(pass, true), finding(pass, pass === "first")] : [])),
  );
  expect(run).toMatchObject({ checked: 12, healed: 3, open: 1, finishedAt: expect.any(Date) });
  const found = ((await findRun(run?.id ?? ""))?.findings ?? []).map(({ about, healed }) => `${about} ${healed}`);
  expect(found[0]).toBe("second false");
  expect(found.slice(1).toSorted()).toEqual(["first true", "first true", "second true"]);
  expect(await db.outgoingEmail.findMany()).toMatchObject([{ kind: "reconciliation", about: { reconciliationId: run?.id } }]);
});

it("sends staff nothing when all was put right", async () => {
  await reconcile(aReconciler(([row]) => [finding(row?.id ?? "", true)]));
  expect(await db.outgoingEmail.count()).toBe(0);
});

it("goes on after the last page that was saved, in the listing where it was, when it was ended in between", async () => {
  const seen: string[] = [];
  const failing = aReconciler(([row], pass) => {
    if (pass === "second" && row?.id === "000004" && seen.length < 6) throw new Error("Stripe is away");
    seen.push(`${pass} ${row?.id}`);
    return row?.id === "000000" ? [finding(pass, true)] : [];
  });
  await expect(reconcile(failing)).rejects.toThrow("Stripe is away");
  const [broken] = await db.reconciliation.findMany();
  expect(broken).toMatchObject({ finishedAt: null, pass: "second", cursor: "000003", checked: 10, healed: 2 });
  seen.push("again");
  expect(await reconcile(failing)).toMatchObject({ id: broken?.id, checked: 12, healed: 2 });
  expect(seen.slice(-2)).toEqual(["again", "second 000004"]);
});

it("begins anew when the last one was broken off a day ago, and when the last one was finished", async () => {
  const dayAgo = new Date(Date.now() - 86_400_000);
  await db.reconciliation.create({ data: { id: "old", kind: "plans", startedAt: dayAgo, pass: "second", cursor: "000005" } });
  expect(await reconcile(aReconciler(() => []))).toMatchObject({ checked: 12 });
  expect(await reconcile(aReconciler(() => []))).toMatchObject({ checked: 12 });
  expect(await db.reconciliation.count()).toBe(3);
});

it("is done by one of two at once, and another kind is not kept waiting", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = aReconciler(async () => {
    await held;
    return [];
  });
  const first = reconcile(slow);
  await expect.poll(() => db.reconciliation.count(), { interval: 1 }).toBe(1);
  expect(await reconcile(slow)).toBeNull();
  expect(await reconcile({ ...aReconciler(() => []), kind: "audience" })).toMatchObject({ checked: 12 });
  release();
  expect(await first).toMatchObject({ checked: 12 });
  expect(await db.reconciliation.count()).toBe(2);
  expect(await reconcile(aReconciler(() => []))).toMatchObject({ checked: 12 });
});

it("goes on at once, in another process, after its process was killed", async () => {
  const child = runInChild(
    `const { connectDatabase } = await import("./app/platform/database/db.server.ts");
     const { definePass, reconcile } = await import("./app/platform/reconciliation/reconcile.server.ts");
     connectDatabase(process.argv[1]);
     const list = async function* () {
       yield [{ id: "000001" }];
       console.log("saved");
       await new Promise(() => setInterval(() => {}, 1000));
     };
     await reconcile({ kind: "plans", passes: { first: definePass(list, async () => ({ checked: 2, findings: [] })) } });`,
    databaseUrl,
  );
  await child.waitForLine(/saved/);
  expect(await reconcile(aReconciler(() => []))).toBeNull();
  await child.kill();
  await expect.poll(() => reconcile(aReconciler(() => [])), { interval: 20 }).toMatchObject({ checked: 12 });
  expect(await db.reconciliation.count()).toBe(1);
});

it("stops when the connection that it holds its place by is lost", async () => {
  const holding = `FROM pg_locks WHERE locktype = 'advisory' AND classid = 720042
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const broken = reconcile(
    aReconciler(async ([row]) => {
      if (row?.id !== "000002") return [];
      await pool.query(`SELECT pg_terminate_backend(pid) ${holding}`);
      // It ends a moment after it is told to, and what it said last is read in the turn after that.
      await waitUntil(
        async () => (await pool.query(`SELECT 1 ${holding}`)).rowCount === 0,
        () => "its connection is still there",
      );
      await nextTurn();
      return [];
    }),
  );
  await expect(broken).rejects.toThrow("is gone");
  expect(await db.reconciliation.findMany()).toMatchObject([{ finishedAt: null }]);
  expect(await reconcile(aReconciler(() => []))).toMatchObject({ checked: 12, finishedAt: expect.any(Date) });
});

it("an email about a run that is gone, or that left nothing, is not wanted", async () => {
  await db.reconciliation.create({ data: { id: "clean", kind: "plans", startedAt: new Date() } });
  for (const reconciliationId of ["gone", "clean"]) expect(await reconciliationEmails.reconciliation({ reconciliationId })).toBeNull();
});

it("the desk shows each kind's last night, what needs a person first, the nights before and further pages, and compares on request", async () => {
  const startedAt = (day: number) => new Date(Date.UTC(2026, 10, day, 2));
  const findings = rows(0, 60).map(({ id }, index) => ({ id, ...finding(`RL-${index}`, index < 59) }));
  await db.reconciliation.create({ data: { id: "before", kind: "plans", startedAt: startedAt(1), checked: 5 } });
  await db.reconciliation.create({
    data: {
      id: "last",
      kind: "plans",
      startedAt: startedAt(2),
      finishedAt: startedAt(2),
      checked: 90,
      healed: 59,
      open: 1,
      findings: { create: findings },
    },
  });
  await db.reconciliation.create({ data: { id: "gifts", kind: "donations", startedAt: startedAt(3), finishedAt: startedAt(3) } });
  const show = async (query = "") => (await loadAtDesk(desk, { query })).data as Awaited<ReturnType<typeof desk.loader>>["data"];
  const all = await show();
  expect(all.parts.map(({ kind, run }) => [kind, run?.summary])).toEqual([
    ["donations", "0 looked at, 0 corrected, 0 open"],
    ["plans", "90 looked at, 59 corrected, 1 open"],
    ["audience", undefined],
    ["payouts", undefined],
  ]);
  const [plans] = (await show("?kind=plans")).parts;
  expect(plans?.runs.map(({ summary }) => summary)).toEqual(["90 looked at, 59 corrected, 1 open", "not finished: 5 looked at so far"]);
  expect(plans?.findings[0]).toMatchObject({ about: "RL-59", healed: false });
  expect(plans?.findings).toHaveLength(50);
  const [more] = (await show(`?run=last&after=${plans?.nextAfter}`)).parts;
  expect([more?.findings.length, more?.nextAfter]).toEqual([10, null]);
  expect((await show("?run=before")).parts).toMatchObject([{ kind: "plans", run: { id: "before" } }]);
  expect((await show("?run=none")).parts).toHaveLength(4);

  expect(await postAtDesk(desk, { form: { kind: "audience" } })).toMatchObject({ status: 303 });
  expect(await postAtDesk(desk, { form: { kind: "moons" } })).toMatchObject({ status: 400 });
  const { rows: jobs } = await pool.query("SELECT task_identifier AS task FROM graphile_worker.jobs");
  expect(jobs).toEqual([{ task: "reconcile-audience" }]);
});

it("three tables became one, with every run and every finding, and one kind of email", async () => {
  const { client, finish, drop } = await databaseBefore("20261128040000_one_reconciliation");
  try {
    await client.query(`
      INSERT INTO donation_reconciliation (id, started_at, finished_at, checked) VALUES ('d1', now(), now(), 7), ('d2', now(), NULL, 0);
      INSERT INTO donation_reconciliation_finding (id, reconciliation_id, about, message, healed)
        VALUES ('1', 'd1', 'RL-1', 'a', true), ('2', 'd1', 'RL-2', 'b', false), ('3', 'd1', 'RL-3', 'c', true);
      INSERT INTO plan_reconciliation (id, started_at, phase, cursor, checked, healed, open) VALUES ('p1', now(), 'invoices', 'in_1', 100, 2, 3);
      INSERT INTO plan_reconciliation_finding (id, reconciliation_id, about, message, healed) VALUES ('4', 'p1', 'RL-4', 'd', false);
      INSERT INTO audience_reconciliation (id, started_at, finished_at, contacts) VALUES ('a1', now(), now(), 9);
      INSERT INTO audience_reconciliation_finding (id, reconciliation_id, about, message, healed) VALUES ('5', 'a1', 'c1', 'e', false);
      INSERT INTO outgoing_email (id, kind, about) VALUES ('1', 'plan-reconciliation', '{"reconciliationId": "p1"}'),
        ('2', 'audience-reconciliation', '{"reconciliationId": "a1"}'), ('3', 'reconciliation', '{"reconciliationId": "d1"}')`);
    await finish();
    const list = async (sql: string) => (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
    expect(
      await list(`SELECT concat_ws(' ', id, kind, finished_at IS NOT NULL, coalesce(pass, '-'), coalesce(cursor, '-'), checked, healed, open) AS line
                  FROM reconciliation ORDER BY id`),
    ).toEqual(["a1 audience t - - 9 0 1", "d1 donations t - - 7 2 1", "d2 donations f - - 0 0 0", "p1 plans f invoices in_1 100 2 3"]);
    expect(
      await list("SELECT concat_ws(' ', id, reconciliation_id, about, message, healed) AS line FROM reconciliation_finding ORDER BY id"),
    ).toEqual(["1 d1 RL-1 a t", "2 d1 RL-2 b f", "3 d1 RL-3 c t", "4 p1 RL-4 d f", "5 a1 c1 e f"]);
    expect(await list("SELECT DISTINCT kind AS line FROM outgoing_email")).toEqual(["reconciliation"]);
  } finally {
    await drop();
  }
});
