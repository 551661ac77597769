import { findClaimsOfGifts, isClaimed, lockClaims } from "~/claims/claims.server";
import {
  correctOfflineGift,
  findOfflineGift,
  recordOfflineRefund,
  voidOfflineGift,
  type OfflineChange,
  type OfflineChangeRefusal,
} from "~/giving/offline/correct-offline-gift.server";
import { parseOfflineGift, type OpenFund } from "~/giving/offline/offline-gift-form";
import { listOpenFunds, lockOfflineGifts } from "~/giving/offline/record-offline-gift.server";
import { refundablePence } from "~/giving/payments/refund-rules";
import { now } from "~/platform/clock";
import { formatDecimalPounds } from "~/platform/csv";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { formatPounds, parseAmount, pence } from "~/platform/money";
import { toSingleLine } from "~/platform/text";
import { formatTypedDate } from "~/platform/typed-date";
import type { FormError } from "~/platform/ui/error-summary";
import { recordAudit } from "~/staff/audit/record-audit.server";
import type { Staff } from "~/staff/session.server";
import { maxReasonLength, normalisePostcode, toQuestion, type OfflineFormInput, type OfflineQuestion } from "./offline-forms.server";

export type CorrectionInput = OfflineFormInput & Partial<Record<"refundAmount" | "refundReason" | "voidReason", string>>;
type Result = { done: string } | { errors: FormError[]; status: number; question?: OfflineQuestion };
type CorrectionForm = (
  by: Staff,
  change: Omit<OfflineChange, "reason">,
  input: CorrectionInput,
  funds: readonly OpenFund[],
) => Promise<Result>;

/** Everything that the forms show of an offline gift; null: there is no such gift. */
export async function loadCorrectionPage(id: string) {
  const found = await findOfflineGift(db, id);
  if (!found) return null;
  const { reference, status, offline, method, receivedOn, giverKind, firstName, lastName, email, giftPence, fundId } = found;
  const claim = (await findClaimsOfGifts([id])).get(id);
  const left = refundablePence(found, []);
  const openFunds = await listOpenFunds();
  // A fund that takes nothing any more keeps what it has.
  const fund = openFunds.some((each) => each.id === fundId) ? null : await db.fund.findUnique({ where: { id: fundId } });
  const input: CorrectionInput = {
    method,
    receivedOn: formatTypedDate(receivedOn),
    amount: formatDecimalPounds(giftPence),
    giver: giverKind,
    first: firstName,
    last: lastName,
    email,
    address: offline.address,
    postcode: offline.postcode ?? "",
    bankReference: offline.bankReference,
    fund: fundId,
    refundAmount: formatDecimalPounds(left),
  };
  return {
    gift: {
      id,
      reference,
      version: offline.version,
      isOpen: status === "paid" || status === "refunded",
      left,
      given: formatPounds(pence(giftPence)),
    },
    claim: claim ? { id: claim.id, number: claim.number } : null,
    funds: fund ? [...openFunds, { id: fund.id, name: `${fund.name} (closed)` }] : openFunds,
    input,
  };
}

export type CorrectionPage = NonNullable<Awaited<ReturnType<typeof loadCorrectionPage>>>;

const refusalTexts: Record<OfflineChangeRefusal["refused"], string> = {
  claimed: "This donation is in a Gift Aid claim, so what HMRC was told of it can’t be changed. Record a refund for what was too much",
  refunded: "Some of it was refunded, so its amount stays, and it can’t be void",
  "changed-meanwhile":
    "Somebody else changed this donation while you were at it, and nothing of yours is saved. Look at it again, then send yours once more",
  "not-open": "Nothing of this donation can be changed any more",
};

const refuse = (field: string, { refused }: OfflineChangeRefusal): Result => ({
  errors: [{ field, message: refusalTexts[refused] }],
  status: 409,
});

/** Staff's words for why. @param field the input's name */
function readReason(text: string | undefined, field: string): { reason: string } | { errors: FormError[]; status: number } {
  const reason = toSingleLine(text ?? "");
  if (reason === "") return { errors: [{ field, message: "Enter why, for whoever looks at it later" }], status: 400 };
  return reason.length > maxReasonLength
    ? { errors: [{ field, message: `Shorten it to ${maxReasonLength} characters` }], status: 400 }
    : { reason };
}

/** Claims first: while one is prepared nothing of its gifts changes. */
async function holdAll(tx: Tx): Promise<void> {
  await lockClaims(tx);
  await lockOfflineGifts(tx);
}

/** The forms of the page, by the name of their button. */
export const correctionForms: Readonly<Record<string, CorrectionForm>> = {
  async correct(by, change, input, funds) {
    const parsed = parseOfflineGift(input, londonDate(now()), normalisePostcode, { funds });
    const reason = readReason(input.reason, "reason");
    const errors = [...("errors" in parsed ? parsed.errors : []), ...("errors" in reason ? reason.errors : [])];
    if ("errors" in parsed || "errors" in reason) return { errors, status: 400 };
    const { gift } = parsed;
    const result = await inTransaction(async (tx) => {
      await holdAll(tx);
      const asked = { ...change, ...reason, gift, choice: input.person ?? null, isAnother: input.another === "yes" };
      const corrected = await correctOfflineGift(tx, asked, isClaimed);
      if ("was" in corrected && corrected.was && corrected.became)
        await recordAudit(tx, by, {
          action: "gift.corrected",
          about: { kind: "gift", id: change.donationId },
          was: corrected.was,
          became: corrected.became,
        });
      return corrected;
    });
    if ("isNew" in result) return { done: "corrected" };
    return "refused" in result ? refuse("reason", result) : { ...toQuestion(result), status: 409 };
  },
  async void(by, change, input) {
    const reason = readReason(input.voidReason, "voidReason");
    if ("errors" in reason) return reason;
    const result = await inTransaction(async (tx) => {
      await holdAll(tx);
      const voided = await voidOfflineGift(tx, { ...change, ...reason }, isClaimed);
      if ("was" in voided && voided.was)
        await recordAudit(tx, by, { action: "gift.voided", about: { kind: "gift", id: change.donationId }, was: voided.was });
      return voided;
    });
    return "refused" in result ? refuse("voidReason", result) : { done: "voided" };
  },
  async refund(by, change, input) {
    const amount = parseAmount(input.refundAmount ?? "", { min: pence(1), max: pence(2_000_000_000) });
    const reason = readReason(input.refundReason, "refundReason");
    const errors = [
      ...(amount.ok ? [] : [{ field: "refundAmount", message: "Enter an amount, such as 12.50" }]),
      ...("errors" in reason ? reason.errors : []),
    ];
    if (!amount.ok || "errors" in reason) return { errors, status: 400 };
    const result = await inTransaction(async (tx) => {
      const refunded = await recordOfflineRefund(tx, { ...change, ...reason, pence: amount.pence });
      if ("pence" in refunded && refunded.pence)
        await recordAudit(tx, by, {
          action: "gift.refund-recorded",
          about: { kind: "gift", id: change.donationId },
          became: { pence: refunded.pence },
        });
      return refunded;
    });
    if (!("refused" in result)) return { done: "refund-recorded" };
    if (result.refused !== "more-than-left") return refuse("refundReason", result);
    const message = `Only ${formatPounds(result.left)} is left of this donation. Nothing was recorded`;
    return { errors: [{ field: "refundAmount", message }], status: 409 };
  },
};
