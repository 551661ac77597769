import type { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { formatDate, formatDateTime } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { netOf, totalOf } from "~/giving/donation";
import { fundLabel } from "~/giving/funds/fund";
import { giverKindLabels, isOffline, paidByText } from "~/giving/payment-methods";
import { refundablePence, refundFailureText, refundReasonLabels } from "~/giving/payments/refund-rules";
import { scopeLabels } from "~/giving/gift-aid/gift-aid";
import { listEmailsAbout } from "../emails/emails-about.server";
import { findClaimsOfGifts } from "~/claims/claims.server";
import { claimStatusLabels } from "../gift-aid/claim-words";
import type { Fact, PageEvent } from "../ui/page-parts";
import { giftStatusLabels } from "./gift-filters";

const related = {
  supporter: true,
  plan: { select: { id: true, reference: true } },
  declaration: true,
  refunds: true,
  refundRequests: true,
  disputes: true,
  fund: true,
  appeal: { select: { id: true, name: true } },
  fundMoves: { include: { fromFund: true, toFund: true } },
  offline: true,
  offlineChanges: true,
} satisfies Prisma.DonationInclude;
type Gift = Prisma.DonationGetPayload<{ include: typeof related }>;

/** Everything that the desk shows of one gift; null: there is none. */
export async function getGiftPage(id: string) {
  const gift = await db.donation.findUnique({
    where: { id },
    include: related,
  });
  if (!gift) return null;
  const openRequests = gift.refundRequests.filter(({ status }) => status === "open");
  const claim = (await findClaimsOfGifts([id])).get(id);
  const emails = await listEmailsAbout([
    { donationId: id },
    ...gift.refunds.map((refund) => ({ refundId: refund.id })),
    ...gift.disputes.map((dispute) => ({ disputeId: dispute.id })),
  ]);
  return {
    id,
    reference: gift.reference,
    token: gift.token,
    statusLabel: giftStatusLabels[gift.status],
    given: formatPounds(totalOf(gift)),
    // What did not come through Stripe is not sent back by it.
    isOffline: isOffline(gift.paymentMethod),
    hasReceipt: gift.paidAt !== null,
    refundable: refundablePence(gift, openRequests),
    facts: [
      ...facts(gift),
      ...(claim
        ? [
            {
              label: "Gift Aid claim",
              text: `${claim.number}, ${claimStatusLabels[claim.status].toLowerCase()}`,
              href: `/desk/gift-aid/claims/${claim.id}`,
            },
          ]
        : gift.paidAt
          ? [{ label: "Gift Aid claim", text: "none yet: see why", href: `/desk/gift-aid/gifts/${id}` }]
          : []),
    ],
    events: events(gift),
    emails: emails.map(({ at, ...email }) => ({ ...email, at: formatDateTime(at) })),
  };
}

const pounds = (sum: number): string => formatPounds(pence(sum));

function facts(gift: Gift): Fact[] {
  const { declaration, plan, supporter } = gift;
  const name = [gift.firstName, gift.lastName].filter(Boolean).join(" ") || "no name";
  return [
    { label: "From", text: name, ...(supporter && { href: `/desk/people/${supporter.id}` }) },
    { label: "Email", text: gift.email || (gift.offline ? "no address" : "erased") },
    ...offlineFacts(gift),
    {
      label: "Amount",
      text: gift.coverPence > 0 ? `${pounds(totalOf(gift))}, of which ${pounds(gift.coverPence)} covers the fee` : pounds(totalOf(gift)),
    },
    { label: "Net", text: pounds(netOf(gift)) },
    ...(gift.offline ? [] : [{ label: "Stripe’s fee", text: gift.feePence === null ? "not known yet" : pounds(gift.feePence) }]),
    {
      label: "Paid",
      text:
        [
          gift.paidAt && (gift.offline ? formatDate(gift.paidAt) : formatDateTime(gift.paidAt)),
          gift.paymentMethod && paidByText(gift.paymentMethod),
        ]
          .filter(Boolean)
          .join(", ") || "not yet",
    },
    plan
      ? { label: "For", text: `Sponsorship ${plan.reference}`, href: `/desk/sponsorships/${plan.id}` }
      : { label: "For", text: "One-off" },
    { label: "Fund", text: fundLabel(gift.fund), href: `/desk/gifts/${gift.id}/fund` },
    ...(gift.appeal ? [{ label: "Appeal", text: gift.appeal.name, href: `/desk/appeals/${gift.appeal.id}` }] : []),
    {
      label: "Gift Aid",
      text: declaration
        ? `${scopeLabels[declaration.scope]}; declared ${formatDateTime(declaration.declaredAt)}${declaration.cancelledAt ? `, cancelled ${formatDateTime(declaration.cancelledAt)}` : ""}`
        : "no declaration",
    },
    ...(gift.offline
      ? []
      : [
          {
            label: "Confirmed",
            text: gift.giverVerified
              ? "the donor has shown that the address is theirs"
              : "not yet: anybody could have written this address",
          },
        ]),
    ...(gift.message ? [{ label: "Message", text: gift.message }] : []),
    ...(gift.stripePaymentIntentId ? [{ label: "At Stripe", text: gift.stripePaymentIntentId }] : []),
  ];
}

/** What is known of a gift that did not come through Stripe alone. */
function offlineFacts({ offline, giverKind }: Gift): Fact[] {
  if (!offline) return [];
  const { address, postcode, bankReference } = offline;
  const lines = [...address.split("\n"), postcode ?? ""].filter(Boolean);
  return [
    ...(giverKind === "person" ? [] : [{ label: "Given by", text: giverKindLabels[giverKind].toLowerCase() }]),
    ...(lines.length > 0 ? [{ label: "By post", text: lines.join(", ") }] : []),
    ...(bankReference ? [{ label: "Its reference", text: bankReference }] : []),
  ];
}

const changeTexts = { corrected: "corrected it", voided: "made it void", refunded: "recorded a refund" } as const;

const statusTexts: Record<string, string> = {
  succeeded: "done",
  pending: "on its way",
  failed: "failed: the money is with us again",
  canceled: "called off",
};

function events(gift: Gift): PageEvent[] {
  const { offline } = gift;
  const list: { at: Date; text: string }[] = [
    { at: gift.createdAt, text: offline ? `${offline.recordedBy} entered it.` : "The form was sent." },
  ];
  for (const { changedAt, changedBy, kind, reason } of gift.offlineChanges)
    list.push({ at: changedAt, text: `${changedBy} ${changeTexts[kind]}: ${reason}` });
  if (gift.agreedAt && gift.paymentMethod === "bacs_debit") list.push({ at: gift.agreedAt, text: "Agreed to by Direct Debit." });
  if (gift.paidAt) list.push({ at: gift.paidAt, text: `${pounds(totalOf(gift))} arrived.` });
  // A cheque has a day and no hour.
  const when = (at: Date) => (offline && at.getTime() === gift.paidAt?.getTime() ? formatDate(at) : formatDateTime(at));
  for (const request of gift.refundRequests) list.push({ at: request.requestedAt, text: describeRequest(request) });
  for (const refund of gift.refunds)
    list.push({ at: refund.refundedAt, text: `Refund of ${pounds(refund.pence)}: ${statusTexts[refund.status] ?? refund.status}.` });
  for (const dispute of gift.disputes)
    list.push({
      at: dispute.openedAt,
      text: `The donor’s bank asked for ${pounds(dispute.pence)} back (${dispute.reason.replaceAll("_", " ")}): ${dispute.status.replaceAll("_", " ")}.`,
    });
  for (const move of gift.fundMoves)
    list.push({
      at: move.movedAt,
      text: `${move.movedBy} moved it from ${fundLabel(move.fromFund)} to ${fundLabel(move.toFund)}${move.donorAgreed ? "; the donor agreed" : ""}. ${move.reason}`,
    });
  return list.toSorted((one, other) => one.at.getTime() - other.at.getTime()).map(({ at, text }) => ({ at: when(at), text }));
}

function describeRequest({ pence: sum, requestedBy, reason, note, status, failureCode }: Gift["refundRequests"][number]): string {
  const asked = `${requestedBy} asked for a refund of ${pounds(sum)}. ${refundReasonLabels[reason]}${note ? `: ${note}` : ""}.`;
  if (status === "refused") return `${asked} Stripe refused: ${refundFailureText(failureCode)}`;
  return status === "open" ? `${asked} Stripe has not answered yet.` : asked;
}
