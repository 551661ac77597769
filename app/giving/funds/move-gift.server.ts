import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { findLineError, maxMoveReasonLength } from "./fund";
import { holdOpenFund } from "./funds.server";

/** Where a gift goes: to a fund, or to an appeal and so to its fund. `seenFundId`: the fund that the form showed it in. */
export type GiftMove = { to: { fundId: string } | { appealId: string }; seenFundId: string; reason: string; donorAgreed: boolean };
export type MoveRefusal = {
  refused: "no-such-gift" | "not-paid" | "no-such-fund" | "already-there" | "changed-meanwhile" | "donor-has-to-agree";
};

/** Reads the form of a move. @param to `fund:…` or `appeal:…` */
export function parseGiftMove(input: {
  to?: string;
  seenFund?: string;
  moveReason?: string;
  agreed?: string;
}): { move: GiftMove } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const [kind, id = ""] = (input.to ?? "").split(":");
  if (id === "" || (kind !== "fund" && kind !== "appeal")) errors.push({ field: "to", message: "Choose where the donation belongs" });
  const reason = (input.moveReason ?? "").replaceAll("\r\n", "\n").trim();
  const wrong = findLineError(reason.replaceAll("\n", " "), maxMoveReasonLength, "reason");
  if (wrong) errors.push({ field: "moveReason", message: wrong === "empty" ? "Enter why it is moved: an auditor will ask" : wrong });
  if (errors.length > 0) return { errors };
  const to = kind === "fund" ? { fundId: id } : { appealId: id };
  return { move: { to, reason, donorAgreed: input.agreed === "yes", seenFundId: input.seenFund ?? "" } };
}

/**
 * Moves a paid gift to another fund, refunds and all. Out of a restricted fund only where its donor agreed, since it was given for that
 * alone. It stays its appeal's only where the fund is that of the appeal.
 * @param id of the form: sent twice, it is moved once
 */
export const moveGift = (
  by: { id: string; network: string; name: string },
  id: string,
  donationId: string,
  { to, seenFundId, reason, donorAgreed }: GiftMove,
): Promise<{ moved: true } | MoveRefusal> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM donation WHERE id = ${donationId} FOR UPDATE`;
    const gift = await tx.donation.findUnique({ where: { id: donationId }, include: { fund: true, appeal: { select: { fundId: true } } } });
    if (!gift) return { refused: "no-such-gift" };
    const known = await tx.fundMove.findUnique({ where: { id } });
    if (known) return known.donationId === donationId ? { moved: true } : { refused: "no-such-gift" };
    if (!gift.paidAt || gift.status === "void") return { refused: "not-paid" };
    if (gift.fundId !== seenFundId) return { refused: "changed-meanwhile" };
    const appeal = "appealId" in to ? await tx.appeal.findFirst({ where: { id: to.appealId, status: { not: "draft" } } }) : null;
    const fund = await holdOpenFund(tx, "fundId" in to ? to.fundId : (appeal?.fundId ?? ""));
    if (!fund) return { refused: "no-such-fund" };
    const appealId = "appealId" in to ? to.appealId : gift.appeal?.fundId === fund.id ? gift.appealId : null;
    if (gift.fundId === fund.id && gift.appealId === appealId) return { refused: "already-there" };
    if (gift.fund.restricted && gift.fundId !== fund.id && !donorAgreed) return { refused: "donor-has-to-agree" };
    await tx.donation.update({ where: { id: donationId }, data: { fundId: fund.id, appealId } });
    const move = { fromFundId: gift.fundId, toFundId: fund.id, reason, donorAgreed, movedBy: by.name, movedAt: now() };
    await tx.fundMove.create({ data: { id, donationId, ...move } });
    await recordAudit(tx, by, {
      action: "gift.moved",
      about: { kind: "gift", id: donationId },
      was: { fund: gift.fundId, appeal: gift.appealId },
      became: { fund: fund.id, appeal: appealId, donorAgreed },
    });
    return { moved: true };
  });
