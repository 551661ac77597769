import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { taxOn, type ClaimRowDraft } from "./claim-rows";
import { writeClaimEvent } from "./claim-events.server";
import { mostRows } from "./schedule/schedule-cells";

/** Rows are written so many at a time. */
const batchRows = 250;
type PlacedRow = ClaimRowDraft & { id: string; claimId: string; position: number };

export type WrittenClaim = { id: string; rowCount: number; giftCount: number; donatedPence: number };

/** Fills claims with rows in the caller's transaction: a new claim begins where one is full. */
export function createRowWriter(
  tx: Tx,
  { preparedBy, preparedAt }: { preparedBy: string; preparedAt: Date },
): { add(drafts: readonly ClaimRowDraft[]): Promise<void>; finish(): Promise<WrittenClaim[]> } {
  const claims: WrittenClaim[] = [];
  let waiting: PlacedRow[] = [];
  let hasBegun = false;

  async function currentClaim(): Promise<WrittenClaim> {
    const last = claims.at(-1);
    if (last && last.rowCount < mostRows) return last;
    const id = newId();
    await tx.$executeRaw`
      INSERT INTO claim (id, number, row_count, gift_count, donated_pence, tax_pence, prepared_by, prepared_at)
      VALUES (${id}, 'GA-' || lpad(nextval('claim_number')::text, 6, '0'), 0, 0, 0, 0, ${preparedBy}, ${preparedAt})`;
    await writeClaimEvent(tx, id, "prepared", preparedBy);
    const claim = { id, rowCount: 0, giftCount: 0, donatedPence: 0 };
    claims.push(claim);
    return claim;
  }

  async function flush(): Promise<void> {
    if (waiting.length > 0) {
      // Each gift is checked against its row. PostgreSQL keeps the plan of that check, and on a table that was small it reads all of it.
      if (!hasBegun) await tx.$executeRaw`DISCARD PLANS`;
      hasBegun = true;
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      await insertRows(tx, waiting);
      await tx.$executeRaw`SET LOCAL enable_seqscan = on`;
    }
    waiting = [];
  }

  return {
    async add(drafts) {
      for (const draft of drafts) {
        const claim = await currentClaim();
        claim.rowCount += 1;
        claim.giftCount += draft.gifts.length;
        claim.donatedPence += draft.line.pence;
        waiting.push({ ...draft, id: newId(), claimId: claim.id, position: claim.rowCount });
        if (waiting.length === batchRows) await flush();
      }
    },
    async finish() {
      await flush();
      for (const { id, rowCount, giftCount, donatedPence } of claims)
        await tx.claim.update({ where: { id }, data: { rowCount, giftCount, donatedPence, taxPence: taxOn(donatedPence) } });
      return claims;
    },
  };
}

async function insertRows(tx: Tx, rows: readonly PlacedRow[]): Promise<void> {
  const donors = rows.map(({ line }) => (line.aggregated === null ? line : null));
  await tx.$executeRaw`
    INSERT INTO claim_row (id, claim_id, position, title, first_name, last_name, house, postcode, aggregated, first_date, last_date, donated_pence)
    SELECT * FROM unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ claimId }) => claimId)}::text[],
      ${rows.map(({ position }) => position)}::int[], ${donors.map((donor) => donor?.title ?? null)}::text[],
      ${donors.map((donor) => donor?.firstName ?? null)}::text[], ${donors.map((donor) => donor?.lastName ?? null)}::text[],
      ${donors.map((donor) => donor?.house ?? null)}::text[], ${donors.map((donor) => donor?.postcode ?? null)}::text[],
      ${rows.map(({ line }) => line.aggregated)}::text[], ${rows.map(({ line }) => line.firstDate)}::date[],
      ${rows.map(({ line }) => line.date)}::date[], ${rows.map(({ line }) => line.pence)}::int[])`;
  const gifts = rows.flatMap(({ id: rowId, gifts: inRow }) => inRow.map((gift) => ({ ...gift, rowId })));
  await tx.$executeRaw`
    INSERT INTO claim_gift (id, row_id, donation_id, declaration_id, part, donated_pence)
    SELECT gen_random_uuid()::text, * FROM unnest(${gifts.map(({ rowId }) => rowId)}::text[], ${gifts.map(({ donationId }) => donationId)}::text[],
      ${gifts.map(({ declarationId }) => declarationId)}::text[], ${gifts.map(({ part }) => part)}::int[], ${gifts.map(({ pence }) => pence)}::int[])`;
}
