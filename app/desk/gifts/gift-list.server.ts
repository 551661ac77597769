import { fundKinds, type FundKind } from "~/giving/funds/fund";
import { formatPounds } from "~/platform/money";
import { maxRowsToSum } from "../lists/columns";
import type { ListSource } from "../lists/list-view.server";
import { giftColumns } from "./gift-columns";
import { parseGiftFilters } from "./gift-filters";
import { listAllGifts, listGifts, type GiftRow } from "./list-gifts.server";
import { sumGifts, type GiftSums, type GiftSumsByKind } from "./sum-gifts.server";

/** Money that may be spent on one thing alone is never in one sum with other money. */
const formatSums = (sums: GiftSumsByKind): string => {
  const kinds = fundKinds.filter((kind) => sums[kind].gifts > 0);
  if (kinds.length === 0) return "0 donations.";
  return kinds.map((kind) => formatKind(sums[kind], kind)).join(" ");
};

function formatKind({ gifts, given, returned, net }: GiftSums, kind: FundKind): string {
  const count = gifts === 1 ? `1 ${kind} donation` : `${gifts.toLocaleString("en-GB")} ${kind} donations`;
  return `${count}: ${formatPounds(given)} given, ${formatPounds(returned)} refunded or charged back, ${formatPounds(net)} net.`;
}

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
