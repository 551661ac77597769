import { londonDate } from "~/platform/london-dates";
import { givenIn } from "../donation";
import { countedGiftsOf, giftsOf } from "./supporter-gifts.server";
import { happenedWith, sumsOf } from "./gift-status";
import type { History } from "./ui/gift-history";

const pageOfGifts = 50;

/** A person's gifts with what became of them, and their sums, 50 a page. A page that does not exist is the nearest one. */
export async function historyOf(supporterId: string, wantedPage: number): Promise<History> {
  const [gifts, counted] = await Promise.all([giftsOf(supporterId), countedGiftsOf(supporterId)]);
  const dateOf = ({ paidAt, agreedAt, createdAt }: (typeof gifts)[number]) => londonDate(paidAt ?? agreedAt ?? createdAt);
  const newestFirst = gifts.toSorted((a, b) => (dateOf(a) === dateOf(b) ? 0 : dateOf(a) < dateOf(b) ? 1 : -1));
  const pages = Math.max(1, Math.ceil(gifts.length / pageOfGifts));
  const page = Math.min(Math.max(1, Number.isSafeInteger(wantedPage) ? wantedPage : 1), pages);
  const oldest = newestFirst.at(-1);
  return {
    since: oldest ? dateOf(oldest) : null,
    ...sumsOf(counted),
    rows: newestFirst.slice((page - 1) * pageOfGifts, page * pageOfGifts).map((gift) => ({
      reference: gift.reference,
      date: dateOf(gift),
      happened: happenedWith(gift),
      given: givenIn(gift),
      forPlan: gift.planId !== null,
      hasReceipt: gift.paidAt !== null,
    })),
    page,
    pages,
  };
}
