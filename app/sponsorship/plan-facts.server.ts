import type { Plan } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { formatDate, fromDateColumn } from "~/platform/london-dates";
import { formatPounds, pence, type Pence } from "~/platform/money";
import { planPath } from "./emailed-links.server";

/** What emails about a plan say of it, in ready words. */

/** Where its link in an email leads. */
export const planUrl = (plan: Plan): string => `${config.baseUrl}${planPath(plan)}`;

/** What one collection takes, fee cover included. */
export const collectionPrice = ({ collectionPence, coverPence }: Plan): Pence => pence(collectionPence + coverPence);

/** Such as "£10.00 on 7 September 2026"; null: none is to come. */
export const formatNextCollection = ({ nextCollectionAt, nextCollectionPence }: Plan): string | null =>
  nextCollectionAt && nextCollectionPence ? `${formatPounds(pence(nextCollectionPence))} on ${formatDate(nextCollectionAt)}` : null;

/** Stripe collects, and its Guarantee names it: https://stripe.com/legal/bacs-direct-debit-guarantee */
export const directDebitNotice = ({ paymentMethod }: Plan): { collector: string; noticePeriod: string } | null =>
  paymentMethod === "bacs_debit" ? { collector: "Stripe", noticePeriod: "2 working days" } : null;

/** Whether a paused plan goes on by itself on a London date. */
export const isResumingOn = ({ resumesOn }: Plan, date: string): boolean => resumesOn !== null && fromDateColumn(resumesOn) === date;
