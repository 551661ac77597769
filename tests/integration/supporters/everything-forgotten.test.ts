import { expect, test } from "vitest";
import { personalColumns } from "~/about/privacy/personal-columns";
import { now } from "~/platform/clock";
import { db, pool } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { runJobs } from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { purgeOn } from "tests/support/supporters/purge-on";
import { buildSiteWorld } from "tests/support/whole-site/site-world";

usePlanHarness();

/** Where another value takes the place of what is forgotten, since the column may not be empty: what it then holds. */
const placeholders: Record<string, string> = {
  "donation.reference": "id",
  "donation.idempotency_key": "id",
  "donation.token": "token",
  "plan.reference": "id",
  "plan.idempotency_key": "id",
  "plan.token": "token",
  "bank_line.description": "id",
  "balance_transaction.id": "id",
  "staff_member.name": "'A former member of the team'",
};

/** How many rows hold something in a column that the register calls personal, by column. */
async function countHeld(): Promise<Record<string, number>> {
  const held: Record<string, number> = {};
  for (const [table, columns] of Object.entries(personalColumns))
    for (const [purpose, names] of Object.entries(columns)) {
      // Proofs of consent are kept as long as emails are sent to anybody, the list of what staff did as long as the accounts.
      if (purpose === "none" || purpose === "consentProof" || table === "audit_entry") continue;
      for (const column of names) {
        const { rows } = await pool.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM "${table}" WHERE "${column}"::text NOT IN ('', '{}', '[]', 'false', '0')
            AND "${column}"::text IS DISTINCT FROM ${placeholders[`${table}.${column}`] ?? "NULL"}`,
        );
        if (rows[0]?.count) held[`${table}.${column}`] = rows[0].count;
      }
    }
  return held;
}

/** What the world of the whole site lacks: words of staff and donors beside gifts, plans and supporters. */
async function addWords(): Promise<void> {
  const at = now();
  const supporter = await db.supporter.findFirstOrThrow({ where: { plans: { some: {} } } });
  const gift = await db.donation.findFirstOrThrow({ where: { supporterId: supporter.id, planId: null, status: "paid" } });
  const staff = await db.staffMember.findFirstOrThrow();
  const home = { firstName: "Ada", lastName: "Lamp", house: "2 Candle Street", postcode: "EX1 1AA" };
  const told = { toldFirstName: "A", toldLastName: "L", toldHouse: "2", toldPostcode: "EX1 1AA" };
  const declarationId = gift.declarationId ?? "";
  await db.donation.update({ where: { id: gift.id }, data: { message: "For Gran" } });
  await db.plan.updateMany({
    data: {
      endComment: "Moved away",
      tributeKind: "present",
      presentOn: new Date("2026-12-25"),
      tributeName: "Gran",
      tributeCardName: "Mo",
      tributeCardEmail: "mo@example.org",
      tributeCardMessage: "With love",
    },
  });
  const refund = { pence: 100, reason: "duplicate", note: "She rang", requestedBy: "Sam", status: "refused", requestedAt: at } as const;
  await db.refundRequest.create({ data: { id: "refund", donationId: gift.id, finishedAt: at, ...refund } });
  const fund = await db.fund.create({ data: { id: "fund", name: "Fund", purpose: "More", restricted: true, version: 1, createdAt: at } });
  const move = { reason: "She wrote", donorAgreed: true, movedBy: "Sam", movedAt: at };
  await db.fundMove.create({ data: { id: "move", donationId: gift.id, fromFundId: gift.fundId, toFundId: fund.id, ...move } });
  const hold = { reason: "other", note: "She asked", placedBy: staff.id, placedAt: at } as const;
  await db.claimHold.create({ data: { id: "hold", donationId: gift.id, ...hold } });
  await db.claimCorrection.create({ data: { declarationId, ...told, ...home, correctedBy: staff.id, correctedAt: at } });
  await db.declarationChange.create({ data: { id: "change", declarationId, ...home, reportedAt: at } });
  await db.staffNote.create({ data: { id: "note", supporterId: supporter.id, text: "She rang", writtenById: staff.id, writtenAt: at } });
  await db.deskSearch.create({ data: { id: "search", staffId: staff.id, text: "lamp", createdAt: at } });
  const issue = await db.issue.findFirstOrThrow();
  await db.issueTestEmail.create({ data: { id: "test", issueId: issue.id, email: "sam@example.org", requestedAt: at } });
  const line = { date: new Date("2026-11-20"), pence: 100, addedBy: staff.id, addedAt: at };
  await db.bankLine.create({ data: { id: "line", description: "MRS A LAMP", ...line } });
}

test("once everything is over and its years are past, nothing of what the register calls personal is left", async () => {
  await buildSiteWorld();
  await addWords();
  const before = await countHeld();
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(["donation.message", "refund_request.note", "claim_row.house", "plan.tribute_card_email", "staff_note.text"]),
  );
  const endedAt = now();
  await db.plan.updateMany({ data: { status: "cancelled", endedAt } });
  await db.declaration.updateMany({ data: { cancelledAt: endedAt } });
  await db.newsletterSubscription.updateMany({ data: { status: "unsubscribed", leftAt: endedAt } });
  await db.staffMember.updateMany({ data: { status: "removed", removedAt: endedAt } });
  // The limits count by a clock of their own.
  await db.rateLimit.updateMany({ data: { expire: 1 } });
  for (const days of [1, 40, 400, 3700, 3740]) {
    await purgeOn(addDays(londonDate(endedAt), days));
    await runJobs();
  }
  expect(await countHeld()).toEqual({});
});
