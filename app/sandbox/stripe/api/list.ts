import type Stripe from "stripe";
import { isDeleted } from "../records";
import { invalid, missing } from "./refusal";

type Paging = { limit?: number; starting_after?: string; ending_before?: string };
type Row = { id: string; object: string };

/** A time range as lists are asked for it: an exact second, or bounds. */
export type When = number | Stripe.RangeQueryParam | undefined;

export const within = (created: number, when: When): boolean => {
  if (when === undefined) return true;
  if (typeof when === "number") return created === when;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = when;
  return created > gt && created >= gte && created < lt && created <= lte;
};

/** Whether a filter, where there is one, is met. */
export const matches = (wanted: string | boolean | undefined, found: string | boolean | null): boolean =>
  wanted === undefined || wanted === found;

/**
 * One page of a list, newest first, as Stripe pages: at most 100, after or before an object.
 * @param rows in the order in which they were made
 */
export function page<T extends Row>(rows: T[], url: string, paging: Paging, fits: (row: T) => boolean = () => true) {
  const { limit = 10, starting_after: after, ending_before: before } = paging;
  if (limit < 1 || limit > 100)
    throw invalid(`This value must be ${limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"}.`, { param: "limit" });
  if (after && before)
    throw invalid("You may only specify one of these parameters: starting_after, ending_before.", { param: "ending_before" });
  const newestFirst = rows.filter((row) => !isDeleted(row)).toReversed();
  const place = (id: string, param: string) => {
    const index = newestFirst.findIndex((row) => row.id === id);
    if (index === -1) throw missing(rows[0]?.object ?? "object", id, param);
    return index;
  };
  if (before) {
    const nearer = newestFirst.slice(0, place(before, "ending_before")).filter(fits);
    return { object: "list", url, has_more: nearer.length > limit, data: nearer.slice(-limit) };
  }
  const older = newestFirst.slice(after ? place(after, "starting_after") + 1 : 0).filter(fits);
  return { object: "list", url, has_more: older.length > limit, data: older.slice(0, limit) };
}

/** A list that is part of an object, such as a session's line items. */
export function shortList<T>(data: T[], url: string) {
  return { object: "list" as const, url, has_more: data.length > 10, data: data.slice(0, 10) };
}
