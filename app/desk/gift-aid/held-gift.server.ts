import { findClaimsOfGifts } from "~/claims/claims.server";
import { findOpenGift } from "~/claims/gifts/find-open-gift.server";
import { describeHoldBack } from "~/claims/gifts/hold-backs";
import { listRefusedTogether } from "~/claims/gifts/leave-out-gift.server";
import { db } from "~/platform/database/db.server";
import { formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { claimStatusLabels } from "./claim-words";

/** What the desk shows of a gift's Gift Aid: whether it can be claimed, or why not, and what can be done; null: there is no such gift. */
export async function getHeldGift(id: string) {
  const donation = await db.donation.findUnique({
    where: { id },
    select: { reference: true, supporterId: true, firstName: true, lastName: true, paidAt: true },
  });
  if (!donation) return null;
  const [gift, claims] = await Promise.all([findOpenGift(id), findClaimsOfGifts([id])]);
  const claim = claims.get(id);
  const holdBack = gift?.holdBack ?? null;
  const isRefused = holdBack?.reason === "left_out" && holdBack.why === "refused_by_hmrc";
  const refusedTogether = isRefused ? (await listRefusedTogether(id)).length : 0;
  const told = gift?.told ?? null;
  const suggestions = holdBack?.reason === "details" ? holdBack.problems : [];
  const suggested = (field: "firstName" | "lastName" | "house" | "postcode") =>
    suggestions.find((each) => each.field === field)?.suggestion ?? told?.[field] ?? "";
  return {
    id,
    reference: donation.reference,
    donor: [donation.firstName, donation.lastName].filter(Boolean).join(" "),
    hasSupporter: donation.supporterId !== null,
    paidOn: donation.paidAt && formatLondonDate(londonDate(donation.paidAt)),
    open: gift ? formatPounds(pence(Math.max(0, gift.pence))) : null,
    state: gift?.eligible ? "ready" : holdBack ? "held" : claim ? "claimed" : "none",
    why: holdBack && describeHoldBack(holdBack),
    reason: holdBack?.reason ?? null,
    /** How many gifts, with this one, HMRC refused in one row. */
    refusedTogether,
    declarationId: gift?.declarationId ?? null,
    told,
    sent: gift?.eligible?.details ?? null,
    claim: claim && { number: claim.number, id: claim.id, status: claimStatusLabels[claim.status] },
    correction: {
      first: suggested("firstName"),
      last: suggested("lastName"),
      house: suggested("house"),
      postcode: suggested("postcode"),
      overseas: told && told.postcode === null ? "yes" : "",
    },
  };
}
