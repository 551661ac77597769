import { config } from "~/platform/config/config.server";
import { retainedUntil } from "../retention/retention";
import { listStatementGifts } from "./supporter-gifts.server";

/** What of a person's gifts the law has us keep, and the London dates until which: null where there is nothing to keep. */
export async function getLegalRetention(
  supporterId: string,
): Promise<{ gifts: number; giftsUntil: string | null; declaredGifts: number; declarationsUntil: string | null }> {
  const gifts = await listStatementGifts(supporterId);
  const declared = gifts.filter((gift) => gift.hasGiftAid);
  const lastUntil = (rows: readonly { paidOn: string }[]) => {
    const last = rows
      .map(({ paidOn }) => paidOn)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .at(-1);
    return last ? retainedUntil(last, config.charity.financialYearEnd) : null;
  };
  return {
    gifts: gifts.length,
    giftsUntil: lastUntil(gifts),
    declaredGifts: declared.length,
    declarationsUntil: lastUntil(declared),
  };
}
