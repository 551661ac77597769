import { govTalkSender } from "~/claims/hmrc/post-message.server";
import type { Prisma } from "~/../prisma/client/client";
import { getClaim, toLine } from "~/claims/claims.server";
import { taxToReturnOn } from "~/claims/claim-rows";
import { listChangedRows } from "~/claims/hand-in/claim-counts.server";
import { isToTestService } from "~/claims/hmrc/govtalk";
import { latestDetails } from "~/giving/gift-aid/declarations.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { formatDateTime, formatLondonDate, fromDateColumn, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { listAuditActors } from "~/staff/audit/audit-entries.server";
import { adjustmentReasonLabels, claimEventLabels, claimStateTexts, claimStatusLabels } from "./claim-words";

const rowsPerPage = 100;
const pounds = (sum: number): string => formatPounds(pence(sum));

type Home = { house: string; postcode: string | null };
export const homeText = ({ house, postcode }: Home): string => `${house}, ${postcode ?? "outside the UK"}`;

const rowParts = {
  gifts: {
    include: {
      donation: { select: { id: true, reference: true, paidAt: true } },
      declaration: { include: { changes: { orderBy: { reportedAt: "asc" } } } },
    },
    orderBy: { id: "asc" },
  },
} satisfies Prisma.ClaimRowInclude;
type Row = Prisma.ClaimRowGetPayload<{ include: typeof rowParts }>;

/** A row as it goes to HMRC beside what the donor told. `told` null: the same, or several donors. */
function toRowView(row: Row) {
  const line = toLine(row);
  const [first] = row.gifts;
  const name = line.aggregated === null ? [line.title, line.firstName, line.lastName].filter(Boolean).join(" ") : line.aggregated;
  const home = line.aggregated === null ? homeText({ house: line.house, postcode: line.postcode }) : "";
  const details = first && line.aggregated === null ? latestDetails(first.declaration) : null;
  const told = details && { name: [details.firstName, details.lastName].filter(Boolean).join(" "), home: homeText(details) };
  return {
    id: row.id,
    position: row.position,
    name,
    home,
    date: formatLondonDate(line.date),
    sum: pounds(line.pence),
    told: told && (told.name !== name || told.home !== home) ? told : null,
    gifts: row.gifts.slice(0, 12).map(({ donation }) => ({ id: donation.id, reference: donation.reference })),
    moreGifts: Math.max(0, row.gifts.length - 12),
    refusal: row.refusal,
    isOut: row.releasedAt !== null,
  };
}

/** Everything that the desk shows of one claim, a hundred rows at a time; null: there is none. @param from the first row's position */
export async function getClaimPage(id: string, from: number) {
  const [claim, stored] = await Promise.all([
    getClaim(id),
    db.claim.findUnique({
      where: { id },
      include: {
        adjustments: {
          where: { releasedAt: null },
          include: { donation: { select: { id: true, reference: true } } },
          orderBy: { id: "asc" },
        },
        submissions: { orderBy: { attempt: "desc" }, take: 1 },
      },
    }),
  ]);
  if (!claim || !stored) return null;
  const [rows, refusedRows, changedRows, actors] = await Promise.all([
    db.claimRow.findMany({
      where: { claimId: id, position: { gte: from } },
      include: rowParts,
      orderBy: { position: "asc" },
      take: rowsPerPage + 1,
    }),
    db.claimRow.findMany({
      where: { claimId: id, refusal: { not: null } },
      include: rowParts,
      orderBy: { position: "asc" },
      take: rowsPerPage,
    }),
    claim.status === "ready" || claim.status === "refused" ? listChangedRows(db, id) : [],
    listAuditActors(),
  ]);
  const names = new Map(actors.map(({ id: actor, name }) => [actor, name]));
  const [submission] = stored.submissions;
  return {
    id,
    number: claim.number,
    status: claim.status,
    statusLabel: claimStatusLabels[claim.status],
    stateText: claimStateTexts[claim.status],
    words: claim.refusal,
    askedPence: claim.askedPence,
    liveRefusedRows: claim.refusedRows,
    wasRestSent: stored.restSentAt !== null,
    scheduleMadeOn: stored.scheduleMadeAt && formatDateTime(stored.scheduleMadeAt),
    wasListed: submission?.listedAt ? { at: formatDateTime(submission.listedAt), isThere: submission.listedAs !== "" } : null,
    isTest: isToTestService(submission?.request ?? ""),
    isSentFromHere: govTalkSender() !== null,
    mayAskHmrc: Boolean(submission?.listedAs || submission?.correlationId),
    facts: [
      { label: "To be paid by HMRC", text: pounds(claim.askedPence) },
      { label: "Donations", text: `${claim.giftCount.toLocaleString("en-GB")}, ${pounds(claim.donatedPence)}` },
      { label: "Rows", text: claim.rowCount.toLocaleString("en-GB") },
      { label: "Gift Aid on them", text: pounds(claim.taxPence) },
      { label: "Taken off for earlier claims", text: pounds(claim.adjustmentPence) },
      { label: "Prepared", text: `${formatDateTime(claim.preparedAt)} by ${names.get(claim.preparedBy) ?? claim.preparedBy}` },
      ...(claim.acceptedAt ? [{ label: "Accepted", text: formatDateTime(claim.acceptedAt) }] : []),
      ...(submission ? [{ label: "HMRC’s mark", text: submission.irMarkBase32 }] : []),
      ...(stored.paidOn && claim.paidPence !== null
        ? [
            { label: "Paid", text: `${pounds(claim.paidPence)} on ${formatLondonDate(fromDateColumn(stored.paidOn))}` },
            { label: "Bank line", text: stored.bankReference ?? "" },
          ]
        : []),
    ],
    difference: claim.paidPence === null ? null : differenceText(claim.paidPence - claim.askedPence),
    rows: rows.slice(0, rowsPerPage).map(toRowView),
    nextFrom: rows[rowsPerPage]?.position ?? null,
    refusedRows: refusedRows.map(toRowView),
    changedRows: changedRows.map(({ position, reference }) => ({ position, reference })),
    adjustments: stored.adjustments.map(({ id: key, donation, donatedPence, reason }) => ({
      id: key,
      donation,
      gift: pounds(donatedPence),
      tax: pounds(taxToReturnOn(donatedPence)),
      reason: adjustmentReasonLabels[reason],
    })),
    events: claim.events.map(({ kind, by, note, at }) => ({
      at: formatDateTime(at),
      text: `${by === "site" ? "" : `${names.get(by) ?? by} `}${claimEventLabels[kind as keyof typeof claimEventLabels]}${kind === "paid" || note === null ? "" : `: ${note}`}`,
    })),
    today: londonDate(now()),
  };
}

function differenceText(difference: number): string {
  if (difference === 0) return "The payment is exactly what was asked for.";
  return `The payment is ${pounds(Math.abs(difference))} ${difference > 0 ? "more" : "less"} than was asked for.`;
}
