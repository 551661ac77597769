import type { Prisma } from "~/../prisma/client/client";
import { closeCheckouts, wherePagesToClose } from "~/giving/checkout/close-checkout.server";
import type { PagesToClose } from "~/giving/checkout/start-checkout.server";
import { db } from "~/platform/database/db.server";

/**
 * Closes the pages of plans that their sponsor replaced by another, so that only one can be agreed to. That one has closed,
 * or was agreed to before it could be, is then settled like any other news.
 */
export const closePlanCheckouts = (pages: PagesToClose): Promise<void> => closePagesWhere(wherePagesToClose(pages));

/** Closes the page of one plan. */
export const closePlanCheckout = (id: string): Promise<void> => closePagesWhere({ id });

async function closePagesWhere(where: Prisma.PlanWhereInput): Promise<void> {
  const plans = await db.plan.findMany({ where: { ...where, status: "pending" }, orderBy: { id: "asc" } });
  await closeCheckouts(plans, "close-plan-checkout");
}
