import type { Declaration, Donation } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import type { DonationFormInput } from "./donation-form";

const restorableForMs = 7 * 24 * 60 * 60 * 1000;

export type RestoredForm = {
  status: "open" | "closed" | "submitted";
  token: string;
  formId: string;
  input: DonationFormInput;
  isComplete: boolean;
};

/**
 * The form of a gift that was not finished, filled in again. The browser that sent it sees all of it; whoever else
 * has the address sees the sums only.
 * @returns null when there is no such gift or its last news is older than a week
 */
export async function restoreForm(token: string, browserId: string | null, now: Date): Promise<RestoredForm | null> {
  const donation = await db.donation.findUnique({ where: { token }, include: { declaration: true } });
  if (!donation || now.getTime() - lastChangedAt(donation).getTime() > restorableForMs) return null;
  const isComplete = browserId !== null && donation.browserHash === hashBrowserId(browserId);
  const unfinishedStatuses = { pending: "open", expired: "closed", failed: "closed" } as Partial<
    Record<Donation["status"], "open" | "closed">
  >;
  return {
    status: unfinishedStatuses[donation.status] ?? "submitted",
    token,
    formId: donation.idempotencyKey,
    input: isComplete
      ? { ...amountFields(donation), ...personFields(donation), ...declarationFields(donation.declaration) }
      : amountFields(donation),
    isComplete,
  };
}

/** A bank takes days to refuse a Direct Debit: from then on there is a week to give it again. */
const lastChangedAt = ({ status, syncedAt, createdAt }: Donation): Date => (status === "failed" && syncedAt ? syncedAt : createdAt);

const checkboxValue = (whether: boolean) => (whether ? { value: "yes" } : {}).value;

const amountFields = (donation: Donation): DonationFormInput => ({
  amount: String(donation.giftPence),
  other: (donation.giftPence / 100).toFixed(2),
  cover: checkboxValue(donation.coverPence > 0),
});

const personFields = (donation: Donation): DonationFormInput => ({
  first: donation.firstName,
  last: donation.lastName,
  email: donation.email,
  message: donation.message ?? "",
  anonymous: checkboxValue(donation.anonymous),
  news: checkboxValue(donation.wantsNews),
  source: new URLSearchParams(donation.source as Record<string, string>).toString(),
});

const declarationFields = (declaration: Declaration | null): DonationFormInput =>
  declaration
    ? {
        giftaid: "yes",
        scope: declaration.scope,
        house: declaration.house,
        postcode: declaration.postcode ?? "",
        overseas: checkboxValue(declaration.postcode === null),
      }
    : {};
