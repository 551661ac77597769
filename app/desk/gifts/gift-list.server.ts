import { formatPounds } from "~/platform/money";
import { maxRowsToSum } from "../lists/columns";
import type { ListSource } from "../lists/list-view.server";
import { giftColumns } from "./gift-columns";
import { parseGiftFilters } from "./gift-filters";
import { listAllGifts, listGifts, sumGifts, type GiftRow, type GiftSums } from "./list-gifts.server";

const formatSums = ({ gifts, given, returned, net }: GiftSums): string => {
  const count = gifts === 1 ? "1 donation" : `${gifts.toLocaleString("en-GB")} donations`;
  return `${count}: ${formatPounds(given)} given, ${formatPounds(returned)} refunded or charged back, ${formatPounds(net)} net.`;
};

/** The list of gifts as an address asks for it. */
export function giftList(params: URLSearchParams): ListSource<GiftRow> {
  const { filters, errors } = parseGiftFilters(params);
  return {
    list: "gifts",
    path: "/desk/gifts",
    columns: giftColumns,
    errors,
    fetchPage: (search, page) => listGifts({ filters, search }, page),
    listAll: (search) => listAllGifts({ filters, search }),
    fetchSums: async (search, all) => {
      const sums = await sumGifts({ filters, search }, all ? null : maxRowsToSum);
      return sums && formatSums(sums);
    },
  };
}
