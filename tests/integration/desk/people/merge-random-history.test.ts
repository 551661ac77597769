import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { erasureSteps } from "~/account/personal-data.server";
import { mergeAtDesk, undoMergeAtDesk } from "~/desk/people/merge/merge-people.server";
import { syncContact } from "~/newsletter/resend-sync/sync-contact.server";
import { refreshOpenGifts } from "~/claims/gifts/open-gift-states.server";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import { deleteAllRows } from "tests/support/database";
import { useDonationHarness } from "tests/support/giving/donation-harness";
import { action, choices, introduce, merges, people, play, type Choices } from "tests/support/supporters/merge-history";

/** A few in `npm run verify`, always the same; `RUNS=300 npx vitest run --project integration tests/integration/desk/people/merge-random-history.test.ts` plays many. */
const runs = Number(process.env["RUNS"] ?? 4);
const seed = Number(process.env["SEED"] ?? 7);
vi.setConfig({ testTimeout: runs * 60_000 });
useDonationHarness();

const by = { id: "test-administrator", network: "203.0.113.0/24" };
const options = { numRuns: runs, seed, endOnFailure: process.env["SHRINK"] === undefined };

type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

/** Everything, once the states of gifts that the merge may have changed are stored anew. */
async function readAllTables(): Promise<Tables> {
  await refreshOpenGifts();
  const names = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`;
  const tables: Tables = {};
  for (const { name } of names) {
    const rows = await db.$queryRawUnsafe<{ row: Row }[]>(`SELECT to_jsonb(t) AS row FROM "${name}" t ORDER BY to_jsonb(t)::text`);
    tables[name] = rows.map(({ row }) => row);
  }
  return tables;
}

/** Written once and never changed: what a merge and its undoing did stays written down. */
const onlyAdded = ["audit_entry", "consent", "plan_change"];
/** Ways in end with a merge and with its undoing, and none comes back. */
const waysIn = ["supporter_session", "sign_in_link", "newsletter_data_link"];
/** Counters that never go back, since when emailed links are void, what Resend has to hear, and when a request that was on its way was called off. */
const counters: Record<string, string[]> = {
  supporter: ["version", "gift_aid_links_ended_at"],
  plan: ["link_version"],
  newsletter_subscription: ["version"],
  email_change: ["cancelled_at"],
};

function comparable(tables: Tables): Tables {
  const kept = Object.entries(tables).filter(([name]) => !onlyAdded.includes(name) && !waysIn.includes(name));
  return Object.fromEntries(
    kept.map(([name, rows]) => [
      name,
      rows
        .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !counters[name]?.includes(column))))
        .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]),
  );
}

async function merge(keptId: string, otherId: string, chosen: Choices): Promise<string> {
  const version = async (id: string) => String((await db.supporter.findUniqueOrThrow({ where: { id } })).version);
  const formId = newId();
  const form = { formId, with: otherId, version: await version(keptId), otherVersion: await version(otherId), ...chosen };
  expect(await mergeAtDesk(by, keptId, form)).toEqual({ done: true });
  return formId;
}

/** Two merges, one after the other. @returns their ids, and the one record that is left */
async function mergeAll(
  [first, second]: readonly [readonly [number, number], "into-joined" | "joined-into"],
  chosen: readonly [Choices, Choices],
): Promise<{ ids: string[]; left: string }> {
  const [kept = "", other = "", third = ""] = [first[0], first[1], 2].map((index) => people[index]?.id);
  const ids = [await merge(kept, other, chosen[0])];
  const left = second === "into-joined" ? kept : third;
  ids.push(await merge(left, left === kept ? third : kept, chosen[1]));
  return { ids, left };
}

const history = [fc.array(action, { minLength: 10, maxLength: 40 }), merges, fc.tuple(choices, choices)] as const;

test("merging and then unmerging is the identity on every table, but for what is written down once and for ways in", async () => {
  await fc.assert(
    fc.asyncProperty(...history, async (actions, order, chosen) => {
      await deleteAllRows();
      await introduce();
      for (const each of actions) await play(each);
      const before = await readAllTables();
      const { ids } = await mergeAll(order, chosen);
      expect(await db.supporter.count()).toBe(1);
      expect(await db.supporterSession.count()).toBe(0);
      for (const id of ids.toReversed()) expect(await undoMergeAtDesk(by, id)).toHaveProperty("otherId");
      const after = await readAllTables();
      expect(comparable(after)).toEqual(comparable(before));
      for (const name of onlyAdded) expect(after[name]).toEqual(expect.arrayContaining(before[name] ?? []));
    }),
    options,
  );
});

test("merging and then erasing leaves nothing of any of them", async () => {
  await fc.assert(
    fc.asyncProperty(...history, async (actions, order, chosen) => {
      await deleteAllRows();
      await introduce();
      for (const each of actions) await play(each);
      // Nothing is to be stopped at Stripe: that is tested with Stripe.
      await db.plan.updateMany({ where: { supporterId: { not: null } }, data: { status: "cancelled", endedAt: new Date() } });
      await db.plan.updateMany({ where: { supporterId: null }, data: { status: "expired" } });
      const { left } = await mergeAll(order, chosen);
      expect(await eraseSupporter(left, erasureSteps)).toEqual({ erased: true });
      // A subscription goes as soon as Resend has none; an erasure's addresses go once its last email is sent.
      for (const { id } of await db.newsletterSubscription.findMany()) await syncContact(id);
      await db.erasure.updateMany({ data: { emails: [] } });
      const traces = Object.entries(await readAllTables())
        // Under a declaration that a paid gift stands under the law has the name and home kept.
        .filter(([name]) => name !== "declaration" && name !== "declaration_change")
        .flatMap(([name, rows]) => rows.map((row) => `${name}: ${JSON.stringify(row)}`))
        .filter((text) => /adaline|lovelamp|candle|Ada /i.test(text));
      expect(traces).toEqual([]);
      expect([await db.supporter.count(), await db.supporterMerge.count(), await db.staffNote.count()]).toEqual([0, 0, 0]);
      const declarations = await db.declaration.findMany({ include: { donations: true } });
      for (const each of declarations) expect(each.donations.some(({ status }) => status === "paid")).toBe(true);
    }),
    { ...options, numRuns: Math.ceil(runs / 2) },
  );
});

test("every table that knows a supporter says what a merge does to its rows", async () => {
  const { listLinkedTables } = await import("~/supporters/merge/merge-records.server");
  const { accountChangeModules } = await import("~/account/account-changes.server");
  const columns = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'supporter_id' ORDER BY 1`;
  // Sessions end; an erasure outlives the record that it is of, and none of either is under way while they are merged.
  const ends = ["erasure", "supporter_session"];
  // Marks of whom to look at again: both records are marked by what a merge does to their gifts.
  const marks = ["open_gift_mark"];
  const known = listLinkedTables(accountChangeModules).flatMap(({ table, ownerColumn }) => (ownerColumn ? [table] : []));
  expect(columns.map(({ name }) => name)).toEqual([...known, ...ends, ...marks].toSorted());
});
