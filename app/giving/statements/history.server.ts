import { londonDate } from "~/platform/london-dates";
import { totalOf } from "../donation";
import { listStatementGifts, listGifts } from "./supporter-gifts.server";
import { giftStatusText, giftTotals } from "./gift-status";
import type { GiftHistoryPage } from "./ui/gift-history";

const giftsPerPage = 50;

/** A person's gifts with what became of them, and their sums, 50 a page. A page that does not exist is the nearest one. */
export async function getGiftHistory(supporterId: string, requestedPage: number): Promise<GiftHistoryPage> {
  const [gifts, statementGifts] = await Promise.all([listGifts(supporterId), listStatementGifts(supporterId)]);
  const dateOf = ({ paidAt, agreedAt, createdAt }: (typeof gifts)[number]) => londonDate(paidAt ?? agreedAt ?? createdAt);
  const newestFirst = gifts.toSorted((a, b) => (dateOf(a) === dateOf(b) ? 0 : dateOf(a) < dateOf(b) ? 1 : -1));
  const pages = Math.max(1, Math.ceil(gifts.length / giftsPerPage));
  const page = Math.min(Math.max(1, Number.isSafeInteger(requestedPage) ? requestedPage : 1), pages);
  const oldest = newestFirst.at(-1);
  return {
    since: oldest ? dateOf(oldest) : null,
    ...giftTotals(statementGifts),
    rows: newestFirst.slice((page - 1) * giftsPerPage, page * giftsPerPage).map((gift) => ({
      id: gift.id,
      reference: gift.reference,
      date: dateOf(gift),
      statusText: giftStatusText(gift),
      total: totalOf(gift),
      isPlanPayment: gift.planId !== null,
      hasReceipt: gift.paidAt !== null,
    })),
    page,
    pages,
  };
}
