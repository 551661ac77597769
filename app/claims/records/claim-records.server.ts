import { strToU8 } from "fflate";
import type { Claim } from "~/../prisma/client/client";
import { agreedWording, scopeLabel } from "~/giving/gift-aid/declaration-wording";
import { formatCsv, formatDecimalPounds } from "~/platform/csv";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { taxToReturnOn } from "../claim-rows";
import { toLine } from "../claims.server";
import { writeCsvFiles } from "../schedule/csv";
import { writeSchedules } from "../schedule/ods";
import { listTrail, trailHeader } from "./claim-trail.server";
import { recordRowParts, type RecordRow } from "./record-rows";
import { streamZip, type ZipPart } from "./stream-zip.server";

type Declaration = RecordRow["gifts"][number]["declaration"];

const readme = `What this folder holds, for an inspection by HMRC.

schedule/       the rows as HMRC has them: its spreadsheet, and the same as CSV
rows.csv        each gift of each row: what HMRC was told beside what the donor told, and under which declaration
declarations/   each declaration as it was made, with its exact words, and what was told later
adjustments.csv what was taken off this claim because it went back after an earlier one
trail.csv       who did what with the claim, its gifts and its declarations, and when (UTC)
hmrc/           each message to HMRC exactly as it was sent, without the password, and HMRC's last answer to it
`;

/**
 * All records of a claim as one ZIP, written while it is sent: schedule, declarations with their wording, and the trail of each row.
 * Nothing is changed by it. Null: there is no such claim.
 */
export async function claimRecords(claimId: string): Promise<{ number: string; zip: AsyncGenerator<Uint8Array> } | null> {
  const claim = await db.claim.findUnique({ where: { id: claimId } });
  return claim && { number: claim.number, zip: streamZip(listParts(claim)) };
}

async function* listParts(claim: Claim): AsyncGenerator<ZipPart> {
  const { id: claimId, number } = claim;
  const rows = await db.claimRow.findMany({ where: { claimId }, include: recordRowParts, orderBy: { position: "asc" } });
  const lines = rows.filter(({ releasedAt }) => releasedAt === null).map(toLine);
  yield { name: "READ-ME.txt", bytes: strToU8(readme) };
  let part = 0;
  for (const bytes of writeSchedules(lines, Number(claim.adjustmentPence))) yield { name: `schedule/${number}-${++part}.ods`, bytes };
  for (const [index, csv] of writeCsvFiles(lines).entries()) yield { name: `schedule/${number}-${index + 1}.csv`, bytes: strToU8(csv) };
  yield { name: "rows.csv", bytes: strToU8(formatCsv([rowsHeader, ...rows.flatMap(rowCells)])) };
  const declarations = new Map(rows.flatMap(({ gifts }) => gifts.map(({ declaration }) => [declaration.id, declaration])));
  for (const declaration of declarations.values())
    yield { name: `declarations/${declaration.id}.txt`, bytes: strToU8(describeDeclaration(declaration)) };
  yield { name: "adjustments.csv", bytes: strToU8(formatCsv([adjustmentsHeader, ...(await listAdjustments(claimId))])) };
  yield { name: "trail.csv", bytes: strToU8(formatCsv([trailHeader, ...(await listTrail(claimId, number, rows))])) };
  const submissions = await db.claimSubmission.findMany({ where: { claimId }, orderBy: { attempt: "asc" } });
  for (const { attempt, request, response } of submissions) {
    yield { name: `hmrc/${attempt}-sent.xml`, bytes: strToU8(request) };
    if (response !== null) yield { name: `hmrc/${attempt}-answer.xml`, bytes: strToU8(response) };
  }
}

const rowsHeader = [
  "row",
  "state",
  "hmrc_name",
  "hmrc_home",
  "hmrc_date",
  "row_sum",
  "gift",
  "gift_date",
  "gift_sum",
  "declaration",
  "told_name",
  "told_home",
];

const homeText = ({ house, postcode }: { house: string; postcode: string | null }): string => `${house}, ${postcode ?? "X"}`;

function rowCells(row: RecordRow): string[][] {
  const line = toLine(row);
  const state = row.refusal ? `refused: ${row.refusal}` : row.releasedAt ? "taken out" : "claimed";
  const name = line.aggregated === null ? [line.title, line.firstName, line.lastName].filter(Boolean).join(" ") : line.aggregated;
  const home = line.aggregated === null ? homeText(line) : "";
  return row.gifts.map(({ donation, donatedPence, declaration }) => {
    const told = declaration.changes.at(-1) ?? declaration;
    return [
      String(row.position),
      state,
      name,
      home,
      line.date,
      formatDecimalPounds(line.pence),
      donation.reference,
      donation.paidAt ? londonDate(donation.paidAt) : "",
      formatDecimalPounds(donatedPence),
      declaration.id,
      [told.firstName, told.lastName].filter(Boolean).join(" "),
      homeText(told),
    ];
  });
}

const viaWords: Record<string, string> = {
  donate: "with a gift, on the donation form",
  sponsor: "with a sponsorship, on its form",
  supporter: "on the donor’s own pages",
};

function describeDeclaration(declaration: Declaration): string {
  const { firstName, lastName, declaredAt, cancelledAt, wording, via, charityName, changes } = declaration;
  return `${[
    `Gift Aid declaration ${declaration.id}`,
    `To: ${charityName}`,
    `By: ${[firstName, lastName].filter(Boolean).join(" ")}, ${homeText(declaration)}`,
    `Made: ${declaredAt.toISOString()}, ${viaWords[via] ?? via}`,
    `Covers: ${scopeLabel(declaration)}`,
    `In these words (${wording}): ${agreedWording(declaration)}`,
    cancelledAt ? `Cancelled: ${cancelledAt.toISOString()}; what was given before stays covered` : "Not cancelled",
    ...changes.map(
      (change) =>
        `Told on ${change.reportedAt.toISOString()}: ${[change.firstName, change.lastName].filter(Boolean).join(" ")}, ${homeText(change)}`,
    ),
  ].join("\n")}\n`;
}

const adjustmentsHeader = ["gift", "gift_date", "reason", "went_back", "tax"];

async function listAdjustments(claimId: string): Promise<string[][]> {
  const adjustments = await db.claimAdjustment.findMany({
    where: { claimId, releasedAt: null },
    include: { donation: { select: { reference: true, paidAt: true } } },
    orderBy: { id: "asc" },
  });
  return adjustments.map(({ donation, reason, donatedPence }) => [
    donation.reference,
    donation.paidAt ? londonDate(donation.paidAt) : "",
    reason.replaceAll("_", " "),
    formatDecimalPounds(donatedPence),
    formatDecimalPounds(taxToReturnOn(donatedPence)),
  ]);
}
