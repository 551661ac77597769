import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { fitAdjustments, listWaitingAdjustments, writeAdjustments } from "./adjustments.server";
import { createRowMaker, taxOn, type EligibleGift } from "./claim-rows";
import { lockClaims } from "./claims.server";
import { streamClaimableGifts } from "./gifts/claimable-gifts.server";
import { createRowWriter } from "./write-rows.server";

/** A hundred thousand gifts take some ten seconds; nobody's page waits for longer than that. */
const seconds = 900;

/**
 * Freezes everything that can be claimed now: names, homes, dates and sums as HMRC will have them. Each claim has 1,000 rows at most, so that it
 * is one message and one schedule. All of it or nothing: whoever is killed on the way leaves nothing.
 * @param by a member of staff
 * @returns refused "waiting" with the claims that were prepared, by whomever, and are not with HMRC yet: those go first;
 * "nothing" where nothing can be claimed; "no-settings" where the charity's file does not say how it claims
 */
export async function prepareClaims(
  by: string,
): Promise<{ claimIds: string[] } | { refused: "waiting"; claimIds: string[] } | { refused: "nothing" | "no-settings" }> {
  const settings = config.charity.giftAid;
  if (!settings) return { refused: "no-settings" };
  return await inTransaction(
    async (tx) => {
      await lockClaims(tx);
      const waiting = await tx.claim.findMany({
        where: { status: { in: ["ready", "sending", "unknown", "submitted"] } },
        orderBy: { number: "asc" },
        select: { id: true },
      });
      if (waiting.length > 0) return { refused: "waiting", claimIds: waiting.map(({ id }) => id) } as const;
      const preparedAt = now();
      const maker = createRowMaker(settings);
      const writer = createRowWriter(tx, { preparedBy: by, preparedAt });
      for await (const gifts of streamDonors(tx, londonDate(preparedAt), settings.yearEnd)) await writer.add(maker.add(gifts));
      await writer.add(maker.finish());
      const claims = await writer.finish();
      const [first] = claims;
      if (!first) return { refused: "nothing" } as const;
      const adjustments = fitAdjustments(await listWaitingAdjustments(tx), taxOn(first.donatedPence));
      const adjustmentPence = await writeAdjustments(tx, first.id, adjustments);
      await tx.claim.update({ where: { id: first.id }, data: { adjustmentPence } });
      // What comes next asks for the rows of one claim, and would read all of them by what PostgreSQL knew of the tables before.
      await tx.$executeRaw`ANALYZE claim, claim_row, claim_gift`;
      return { claimIds: claims.map(({ id }) => id) };
    },
    { seconds },
  );
}

/** The gifts that can be claimed, all of one donor at a time. Those of nobody known stand each for itself. */
async function* streamDonors(tx: Tx, today: string, yearEnd: string): AsyncGenerator<EligibleGift[]> {
  let donor: string | null = null;
  let gifts: EligibleGift[] = [];
  for await (const batch of streamClaimableGifts(tx, today, yearEnd)) {
    for (const { supporterId, eligible } of batch) {
      if (!eligible) continue;
      if (gifts.length > 0 && (supporterId === null || supporterId !== donor)) {
        yield gifts;
        gifts = [];
      }
      donor = supporterId;
      gifts.push(eligible);
    }
  }
  if (gifts.length > 0) yield gifts;
}
