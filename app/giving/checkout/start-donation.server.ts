import type { Donation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { pence, zero } from "~/platform/money";
import { createDonationCheckout } from "~/platform/payments/donation-checkout.server";
import type { CheckoutPage } from "~/platform/payments/open-checkout.server";
import { recordNewsRequest } from "~/supporters/consent/record-consent.server";
import { generalFundId } from "../funds/fund";
import { recordDeclaration } from "../gift-aid/record-declaration.server";
import type { DonationForm, GiftPurpose } from "./donation-form";
import { coverFor } from "./fee";
import { hashForm } from "./form-id.server";
import { isGiverVerified, type FormOrigin } from "./form-origin";
import { startCheckout, type CheckoutColumns, type StartResult } from "./start-checkout.server";

/**
 * Starts a gift, as `startCheckout` says.
 * @param form with what the gift is for: the same form for another appeal is another gift
 */
export const startDonation = (form: DonationForm & { purpose?: GiftPurpose }, origin: FormOrigin): Promise<StartResult> =>
  startCheckout<Donation>(
    {
      listRows: (tx, idempotencyKey) => (tx ?? db).donation.findMany({ where: { idempotencyKey }, orderBy: { id: "asc" } }),
      insertRow: (tx, columns) => insertDonation(tx, form, columns, isGiverVerified(form, origin)),
      enqueueClosing: (tx, pages) => enqueue(tx, "close-donation-checkouts", pages, { key: `close-donation-checkouts:${pages.formId}` }),
      isTooOld: ({ status }) => status === "expired" || status === "failed",
      name: "Donation",
      formPath: "/donate",
      thankYouPath: ({ token }) => `/thank-you/${token}`,
      openPage: (donation, page) => openPage(donation, page, form.purpose ?? null),
      savePage: ({ id }, page) => db.donation.updateMany({ where: { id, stripeCheckoutSessionId: null }, data: page }),
    },
    hashForm(form),
    origin,
  );

/** Writes the gift, its declaration and its consent together. */
async function insertDonation(
  tx: Tx,
  form: DonationForm & { purpose?: GiftPurpose },
  columns: CheckoutColumns,
  giverVerified: boolean,
): Promise<Donation | null> {
  const { firstName, lastName, email, message, anonymous, wantsNews, source, declaration, purpose } = form;
  const coverPence = form.coversFee ? coverFor(form.gift, config.charity.fees.card) : zero;
  const { fundId, appealId } = purpose ?? { fundId: generalFundId, appealId: null };
  const data = { fundId, appealId, ...columns, firstName, lastName, email, message, anonymous, wantsNews, source, giverVerified };
  const { count } = await tx.donation.createMany({ skipDuplicates: true, data: [{ ...data, giftPence: form.gift, coverPence }] });
  if (count === 0) return null;
  if (wantsNews) await recordNewsRequest(tx, { email, via: "donate", about: columns.id });
  const declarationId = declaration && (await recordDeclaration(tx, { ...declaration, firstName, lastName, giverVerified, via: "donate" }));
  return await tx.donation.update({ where: { id: columns.id }, data: { declarationId } });
}

const openPage = (donation: Donation, page: CheckoutPage, purpose: GiftPurpose): Promise<{ id: string; url: string }> =>
  createDonationCheckout(
    {
      ...page,
      lineItems: [
        { name: `Donation to ${config.charity.name}${purpose ? `: ${purpose.name}` : ""}`, pence: pence(donation.giftPence) },
        ...(donation.coverPence > 0 ? [{ name: "Card fee, added by you", pence: pence(donation.coverPence) }] : []),
      ],
    },
    `donation-page/${donation.id}`,
  );
