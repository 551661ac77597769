import { listStatementGifts } from "./supporter-gifts.server";
import { taxYearOf } from "../gift-aid/gift-aid";
import { taxYearDates } from "../gift-aid/tax-year";

/** Charities Act 2011 s. 131 for accounts; HMRC's guidance on Gift Aid, chapter 3.7, for declarations. */
const retentionYears = 6;
/** For so long after the end of its tax year a gift may still be claimed for. */
const claimYears = 4;

/** What of a person's gifts the law has us keep, and the London dates until which: null where there is nothing to keep. */
export async function getLegalRetention(
  supporterId: string,
): Promise<{ gifts: number; giftsUntil: string | null; declaredGifts: number; declarationsUntil: string | null }> {
  const gifts = await listStatementGifts(supporterId);
  const declared = gifts.filter((gift) => gift.hasGiftAid);
  const retainedUntil = (dates: string[], years: number) => {
    const last = dates.toSorted((a, b) => (a < b ? -1 : 1)).at(-1);
    return last ? taxYearDates(taxYearOf(last) + years).to : null;
  };
  return {
    gifts: gifts.length,
    giftsUntil: retainedUntil(
      gifts.map(({ paidOn }) => paidOn),
      retentionYears,
    ),
    declaredGifts: declared.length,
    declarationsUntil: retainedUntil(
      declared.map(({ paidOn }) => paidOn),
      claimYears + retentionYears,
    ),
  };
}
