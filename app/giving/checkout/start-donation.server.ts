import type { Donation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { enqueue, removeJob } from "~/platform/jobs/enqueue.server";
import { pence, zero } from "~/platform/money";
import { isStripeUnavailable } from "~/platform/payments/stripe.server";
import { createDonationCheckout } from "~/platform/payments/donation-checkout.server";
import { recordNewsRequest } from "~/supporters/consent/record-consent.server";
import { hashForm, withUniqueReference } from "./form-id.server";
import type { DonationForm } from "./donation-form";
import { coverFor } from "./fee";
import { minutesUntilAllowed, hashIp } from "./checkout-limits.server";
import { recordDeclaration } from "../gift-aid/record-declaration.server";

export type StartDonationResult =
  | { goTo: string }
  | { refused: "too-many"; minutes: number }
  | { refused: "form-too-old" }
  | { refused: "stripe-unreachable" };

/**
 * From whom: the signed attempt of the form, the browser's cookie, its IP address, and the address of whoever is signed in
 * with it, in lower case.
 */
export type FormOrigin = { formId: string; browserId: string; ip: string; signedInEmail?: string | null };

/** Whether the form's address is shown to be its giver's: they are signed in by it. Anybody can write any address. */
export const isGiverVerified = ({ email }: { email: string }, { signedInEmail }: FormOrigin): boolean =>
  email.toLowerCase() === signedInEmail;

/**
 * Starts a gift: keeps the form with the exact words agreed to, commits, then opens Stripe's page for it.
 * The same form sent again, at once or later, is the same gift and the same page. Another form of the same attempt
 * (the donor went back and changed something) is a new gift, and closes the page of the one before.
 * @returns where the browser goes next, or why not. Nothing is taken here.
 */
export async function startDonation(form: DonationForm, origin: FormOrigin): Promise<StartDonationResult> {
  const formHash = hashForm(form);
  const existing = await db.donation.findUnique({ where: { idempotencyKey_formHash: { idempotencyKey: origin.formId, formHash } } });
  if (!existing) {
    const minutes = await minutesUntilAllowed(origin);
    if (minutes !== null) return { refused: "too-many", minutes };
  }
  if (existing?.status === "pending") await reopenCheckout(existing);
  const donation = existing ?? (await insertOnce(form, formHash, origin));
  if (donation.status === "expired" || donation.status === "failed") return { refused: "form-too-old" };
  if (donation.status !== "pending") return { goTo: thankYouPath(donation) };
  try {
    return { goTo: await openCheckout(donation) };
  } catch (error) {
    if (isStripeUnavailable(error)) return { refused: "stripe-unreachable" };
    throw error;
  }
}

export const thankYouPath = (donation: { token: string }): string => `/thank-you/${donation.token}`;

/** Writes the gift, its declaration and its consent together; of two forms sent at once, one is written and both get it. */
const insertOnce = (form: DonationForm, formHash: string, origin: FormOrigin): Promise<Donation> =>
  withUniqueReference(() => insertDonation(form, formHash, origin));

/** @returns null when the reference that was drawn is another gift's */
async function insertDonation(form: DonationForm, formHash: string, origin: FormOrigin): Promise<Donation | null> {
  const id = newId();
  const cover = form.coversFee ? coverFor(form.gift, config.charity.fees.card) : zero;
  return await inTransaction(async (tx) => {
    const rows = await tx.donation.createMany({
      skipDuplicates: true,
      data: [
        {
          id,
          formHash,
          reference: newReference(),
          token: newToken(),
          idempotencyKey: origin.formId,
          browserHash: hashBrowserId(origin.browserId),
          ipHash: hashIp(origin.ip),
          giftPence: form.gift,
          coverPence: cover,
          firstName: form.firstName,
          lastName: form.lastName,
          email: form.email,
          message: form.message,
          anonymous: form.anonymous,
          wantsNews: form.wantsNews,
          giverVerified: isGiverVerified(form, origin),
          source: form.source,
          createdAt: now(),
        },
      ],
    });
    const where = { idempotencyKey_formHash: { idempotencyKey: origin.formId, formHash } };
    if (rows.count === 0) return await tx.donation.findUnique({ where });
    if (form.wantsNews) await recordNewsRequest(tx, { email: form.email, via: "donate", about: id });
    await closeOtherCheckouts(tx, origin.formId, id);
    const { firstName, lastName, declaration } = form;
    const giverVerified = isGiverVerified(form, origin);
    const declarationId =
      declaration && (await recordDeclaration(tx, { ...declaration, firstName, lastName, giverVerified, via: "donate" }));
    return await tx.donation.update({ where: { id }, data: { declarationId } });
  });
}

/** The donor went back and changed the form: its other pages must not be paid as well. */
async function closeOtherCheckouts(tx: Tx, formId: string, id: string): Promise<void> {
  const others = await tx.donation.findMany({
    where: { idempotencyKey: formId, status: "pending", id: { not: id } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const donation of others)
    await enqueue(tx, "close-donation-checkout", { donationId: donation.id }, { key: `close-donation-checkout:${donation.id}` });
}

/** The donor changed the form and then changed it back: this page stays open after all, and the others close. */
async function reopenCheckout({ id, idempotencyKey }: Donation): Promise<void> {
  await inTransaction(async (tx) => {
    await removeJob(tx, `close-donation-checkout:${id}`);
    await closeOtherCheckouts(tx, idempotencyKey, id);
  });
}

/** The address of Stripe's page for a gift, opening it if it is not open yet. The key is our row's: any repetition opens the same page. */
async function openCheckout(donation: Donation): Promise<string> {
  if (donation.stripeCheckoutUrl) return donation.stripeCheckoutUrl;
  const { charity, baseUrl } = config;
  const session = await createDonationCheckout(
    {
      clientReferenceId: donation.id,
      lineItems: [
        { name: `Donation to ${charity.name}`, pence: pence(donation.giftPence) },
        ...(donation.coverPence > 0 ? [{ name: "Card fee, added by you", pence: pence(donation.coverPence) }] : []),
      ],
      email: donation.email,
      description: `Donation ${donation.reference}`,
      metadata: { reference: donation.id, number: donation.reference, ...(donation.source as Record<string, string>) },
      successUrl: `${baseUrl}${thankYouPath(donation)}`,
      cancelUrl: `${baseUrl}/donate?again=${donation.token}`,
    },
    `donation-page/${donation.id}`,
  );
  await db.donation.updateMany({
    where: { id: donation.id, stripeCheckoutSessionId: null },
    data: { stripeCheckoutSessionId: session.id, stripeCheckoutUrl: session.url },
  });
  return session.url;
}
