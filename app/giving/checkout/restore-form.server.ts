import type { Donation } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import type { DonationFormInput } from "./donation-form";
import { checkboxValue, declarationFields, giverFields, restorableForMs } from "./restored-fields";

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
  const donation = await db.donation.findUnique({ where: { token }, include: { declaration: true, appeal: { select: { slug: true } } } });
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
      ? {
          ...amountFields(donation),
          ...ownFields(donation),
          ...declarationFields(donation.declaration),
          ...(donation.declaration && { scope: donation.declaration.scope }),
        }
      : amountFields(donation),
    isComplete,
  };
}

/** A bank takes days to refuse a Direct Debit: from then on there is a week to give it again. */
const lastChangedAt = ({ status, syncedAt, createdAt }: Donation): Date => (status === "failed" && syncedAt ? syncedAt : createdAt);

const amountFields = (donation: Donation & { appeal: { slug: string } | null }): DonationFormInput => ({
  ...(donation.appeal && { appeal: donation.appeal.slug }),
  amount: String(donation.giftPence),
  other: (donation.giftPence / 100).toFixed(2),
  cover: checkboxValue(donation.coverPence > 0),
});

const ownFields = (donation: Donation): DonationFormInput => ({
  ...giverFields(donation),
  message: donation.message ?? "",
  anonymous: checkboxValue(donation.anonymous),
});
