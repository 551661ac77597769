import { Prisma } from "~/../prisma/client/client";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { listOpenGiftFacts, type OpenGiftFact } from "./claimable-gifts.server";

/** Different marks that are worked off in one transaction: few where a page waits. One that stands there again goes with it. */
const marksAtOnce = { job: 100, page: 30 };
/** Gifts that are looked at by one question: of one person there may be thousands. */
const giftsAtOnce = 2000;

/** Looks again at all gifts of which something may have changed, so that their stored states are those of now. */
export async function refreshOpenGifts(): Promise<void> {
  while (await hasMarks()) await inTransaction((tx) => refreshBatch(tx, marksAtOnce.job), { seconds: 20 });
}

/**
 * The same for a page, which waits for few: the rest is a job's.
 * @returns whether some are left
 */
export async function refreshFewOpenGifts(): Promise<boolean> {
  // What most pages find: nothing to do, and nothing to wait for.
  if (!(await hasMarks())) return false;
  await inTransaction((tx) => refreshBatch(tx, marksAtOnce.page), { seconds: 20 });
  return await hasMarks();
}

const hasMarks = async (): Promise<boolean> => (await db.openGiftMark.findFirst({ select: { id: true } })) !== null;

/** Marks everything: what the code says of gifts may have changed with it. Nightly; the states are stored as ever meanwhile. */
export async function markAllOpenGifts(): Promise<void> {
  await db.$executeRaw`INSERT INTO open_gift_mark (supporter_id) SELECT DISTINCT supporter_id FROM donation WHERE supporter_id IS NOT NULL`;
  await db.$executeRaw`INSERT INTO open_gift_mark (donation_id) SELECT id FROM donation WHERE supporter_id IS NULL`;
}

async function refreshBatch(tx: Tx, marksToTake: number): Promise<void> {
  // One at a time, so that nobody stores what was so before what another has seen.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('open-gifts'))`;
  // Marks come in the transaction of their change: whoever sees one sees the change.
  const marks = await tx.$queryRaw<{ supporter: string | null; donation: string | null }[]>`
    WITH oldest AS MATERIALIZED (SELECT id, supporter_id, donation_id FROM open_gift_mark ORDER BY id LIMIT 1000),
      taken AS (SELECT supporter_id, donation_id FROM oldest GROUP BY 1, 2 ORDER BY min(id) LIMIT ${marksToTake})
    DELETE FROM open_gift_mark USING oldest, taken
    WHERE open_gift_mark.id = oldest.id AND (oldest.supporter_id, oldest.donation_id) IS NOT DISTINCT FROM (taken.supporter_id, taken.donation_id)
    RETURNING oldest.supporter_id AS supporter, oldest.donation_id AS donation`;
  const supporters = [...new Set(marks.flatMap(({ supporter }) => supporter ?? []))];
  const marked = marks.flatMap(({ donation }) => donation ?? []);
  const theirs = await tx.donation.findMany({ where: { supporterId: { in: supporters } }, select: { id: true } });
  const ids = [...new Set([...marked, ...theirs.map(({ id }) => id)])];
  for (let from = 0; from < ids.length; from += giftsAtOnce) await storeStates(tx, ids.slice(from, from + giftsAtOnce));
}

/** Puts the states of now in the place of those that were, and adds what differs to the totals. Gifts that are not open any more have none. */
async function storeStates(tx: Tx, donationIds: string[]): Promise<void> {
  const facts = await listOpenGiftFacts(tx, donationIds);
  await tx.$executeRaw`
    WITH gone AS (DELETE FROM open_gift WHERE donation_id = ANY (${donationIds}) RETURNING day, state, pence)
    INSERT INTO open_gift_total AS total (day, state, gifts, pence)
    SELECT day, state, sum(gifts), sum(pence) FROM (
      SELECT day, state, -1 AS gifts, -pence AS pence FROM gone
      UNION ALL SELECT day, state, 1, pence FROM ${factRows(facts)}
    ) AS change GROUP BY day, state ORDER BY day, state
    ON CONFLICT (day, state) DO UPDATE SET gifts = total.gifts + excluded.gifts, pence = total.pence + excluded.pence`;
  await tx.$executeRaw`INSERT INTO open_gift (donation_id, state, paid_at, day, pence) SELECT "donationId", state, "paidAt", day, pence FROM ${factRows(facts)}`;
}

const factRows = (facts: OpenGiftFact[]): Prisma.Sql => Prisma.sql`jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
  AS fact ("donationId" text, state open_gift_state, "paidAt" timestamptz, day date, pence int)`;
