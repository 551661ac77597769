import type { Claim } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { describeAdjustments } from "../adjustments.server";
import { writeClaimEvent, type ClaimActor } from "../claim-events.server";
import type { ClaimStatus } from "../claim-status";
import { findLastSubmission, listLiveRows, lockClaim, lockClaims, toLine } from "../claims.server";
import { submitMessage } from "../hmrc/govtalk";
import { govTalkSender, postMessage } from "../hmrc/post-message.server";
import { writeR68Body } from "../hmrc/r68-body";
import { listChangedRows, recountClaim, releaseRows, type ChangedRow } from "./claim-counts.server";
import { holdRefusedRows } from "./refused-rows.server";
import { recordAnswer, type SubmitResult } from "./record-answer.server";

export type SubmitRefusal =
  | { refused: "no-such-claim" }
  /** It is not ready, or HMRC did not refuse it. */
  | { refused: "not-ready"; status: ClaimStatus }
  /** Another claim is on its way or with HMRC: one at a time. */
  | { refused: "another-under-way"; number: string }
  /** Something of these rows went back since they were frozen: leave them out (`leaveOutChangedRows`), or discard the claim. */
  | { refused: "rows-changed"; rows: ChangedRow[] }
  /** There are no settings for HMRC: hand it in by HMRC's form. */
  | { refused: "no-settings" }
  /** Its schedule was made for HMRC's own form: ask whether it was handed in there, and say `notByForm` if it was not. */
  | { refused: "schedule-was-made" }
  | { refused: "nothing-left" }
  /** HMRC refused rows a second time: discard the claim, correct, prepare again. */
  | { refused: "sent-again-before" };

/**
 * Hands a claim in to HMRC. The exact message and the status "sending" are stored first; it is sent once, and never again by itself.
 * @param by a member of staff
 */
export const submitClaim = (claimId: string, by: ClaimActor, { notByForm = false } = {}): Promise<SubmitResult | SubmitRefusal> =>
  send(claimId, by, "ready", async (_tx, claim) => (claim.scheduleMadeAt && !notByForm ? { refused: "schedule-was-made" } : null));

/**
 * Hands a claim in again that HMRC refused. Rows that it named are held back, once for a claim, and the rest goes; where it named none,
 * such as for a wrong setting, the same rows go.
 */
export const sendRefusedClaimAgain = (claimId: string, by: ClaimActor): Promise<SubmitResult | SubmitRefusal> =>
  send(claimId, by, "refused", async (tx, claim) => {
    const held = await holdRefusedRows(tx, claim.id, by);
    if (held === 0) return null;
    if (claim.restSentAt) return { refused: "sent-again-before" };
    const { rowCount } = await recountClaim(tx, claim.id);
    await tx.claim.update({ where: { id: claim.id }, data: { restSentAt: now() } });
    await writeClaimEvent(tx, claim.id, "left_out", by, `${held === 1 ? "1 row" : `${held} rows`} that HMRC refused`);
    return rowCount === 0 ? { refused: "nothing-left" } : null;
  });

/** A refusal inside the transaction: what was done so far in it is undone. */
class Refusal extends Error {
  constructor(readonly why: SubmitRefusal) {
    super("a claim can't be sent");
  }
}

async function send(
  claimId: string,
  by: ClaimActor,
  from: "ready" | "refused",
  change: (tx: Tx, claim: Claim) => Promise<SubmitRefusal | null>,
): Promise<SubmitResult | SubmitRefusal> {
  let stored: { id: string; request: string };
  try {
    stored = await inTransaction(async (tx) => {
      await lockClaims(tx);
      const claim = await lockClaim(tx, claimId);
      if (!claim) throw new Refusal({ refused: "no-such-claim" });
      if (claim.status !== from) throw new Refusal({ refused: "not-ready", status: claim.status });
      const other = await tx.claim.findFirst({ where: { status: { in: ["sending", "unknown", "submitted"] } } });
      if (other) throw new Refusal({ refused: "another-under-way", number: other.number });
      const refusal = await change(tx, claim);
      if (refusal) throw new Refusal(refusal);
      return await storeMessage(tx, claimId, by);
    });
  } catch (error) {
    if (error instanceof Refusal) return error.why;
    throw error;
  }
  const outcome = await postMessage(stored.request, "submission");
  return await recordAnswer(claimId, stored.id, outcome);
}

async function storeMessage(tx: Tx, claimId: string, by: ClaimActor): Promise<{ id: string; request: string }> {
  const sender = govTalkSender();
  const charity = config.charity.giftAid;
  if (!sender || !charity) throw new Refusal({ refused: "no-settings" });
  const changed = await listChangedRows(tx, claimId);
  if (changed.length > 0) throw new Refusal({ refused: "rows-changed", rows: changed });
  const claim = await tx.claim.findUniqueOrThrow({ where: { id: claimId } });
  const lines = (await listLiveRows(tx, claimId)).map(toLine);
  const adjustments = await tx.claimAdjustment.findMany({
    where: { claimId, releasedAt: null },
    include: { donation: { select: { reference: true } } },
    orderBy: { id: "asc" },
  });
  const { body, irMark } = writeR68Body({
    charity,
    organisation: config.charity.legalName,
    claimNumber: claim.number,
    lines,
    adjustmentPence: Number(claim.adjustmentPence),
    otherInfo: describeAdjustments(
      adjustments.map(({ donation, donatedPence, reason }) => ({ reference: donation.reference, pence: donatedPence, reason })),
    ),
  });
  const id = newId();
  const request = submitMessage(sender, transactionIdOf(id), body);
  const attempt = ((await findLastSubmission(tx, claimId))?.attempt ?? 0) + 1;
  await tx.claimSubmission.create({
    data: { id, claimId, attempt, request, irMark: irMark.base64, irMarkBase32: irMark.base32, sentAt: now() },
  });
  await tx.claim.update({ where: { id: claimId }, data: { status: "sending", refusal: null } });
  await writeClaimEvent(tx, claimId, "sent", by, `message ${attempt}, mark ${irMark.base32}`);
  return { id, request };
}

/** The id of a message as HMRC writes it: 32 hexadecimal capitals. */
export const transactionIdOf = (submissionId: string): string => submissionId.replaceAll("-", "").toUpperCase();

/** Takes rows out of a claim that is ready of which something went back since: what is left of their gifts comes with the next claim. */
export const leaveOutChangedRows = (claimId: string, by: ClaimActor): Promise<{ leftOut: number } | { refused: "not-ready" }> =>
  inTransaction(async (tx) => {
    await lockClaims(tx);
    const claim = await lockClaim(tx, claimId);
    if (claim?.status !== "ready" && claim?.status !== "refused") return { refused: "not-ready" } as const;
    const changed = await listChangedRows(tx, claimId);
    await releaseRows(
      tx,
      claimId,
      changed.map(({ rowId }) => rowId),
    );
    const { rowCount } = await recountClaim(tx, claimId);
    if (changed.length > 0) await writeClaimEvent(tx, claimId, "left_out", by, `rows changed since: ${changed.length}`);
    if (rowCount === 0) {
      await tx.claim.update({ where: { id: claimId }, data: { status: "discarded" } });
      await writeClaimEvent(tx, claimId, "discarded", by, "no row was left");
    }
    return { leftOut: changed.length };
  });
