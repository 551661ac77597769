import { describeAction, listAuditActors } from "~/staff/audit/audit-entries.server";
import { db } from "~/platform/database/db.server";
import type { RecordRow } from "./record-rows";

export const trailHeader = ["at", "who", "what", "about", "note"];

/**
 * Everything that was done to a claim, its rows, their gifts and their declarations, oldest first: the claim's own history, what was left
 * out or written for HMRC, and what the audit log has of them.
 */
export async function listTrail(claimId: string, number: string, rows: readonly RecordRow[]): Promise<string[][]> {
  const references = new Map(rows.flatMap(({ gifts }) => gifts.map(({ donationId, donation }) => [donationId, donation.reference])));
  const declarationIds = [...new Set(rows.flatMap(({ gifts }) => gifts.map(({ declarationId }) => declarationId)))];
  const donationIds = [...references.keys()];
  const [actors, events, holds, corrections, changes, audit] = await Promise.all([
    listAuditActors(),
    db.claimEvent.findMany({ where: { claimId }, orderBy: { sequence: "asc" } }),
    db.claimHold.findMany({ where: { donationId: { in: donationIds } } }),
    db.claimCorrection.findMany({ where: { declarationId: { in: declarationIds } } }),
    db.declarationChange.findMany({ where: { declarationId: { in: declarationIds } } }),
    db.auditEntry.findMany({ where: { aboutId: { in: [claimId, ...donationIds, ...declarationIds] } }, orderBy: { sequence: "asc" } }),
  ]);
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  const who = (id: string | null): string => (id === null ? "a command on the server" : (names.get(id) ?? id));
  const gift = (id: string): string => `gift ${references.get(id) ?? id}`;
  const entries: { at: Date; cells: string[] }[] = [
    ...events.map(({ at, by, kind, note }) => ({ at, cells: [who(by), kind.replaceAll("_", " "), `claim ${number}`, note ?? ""] })),
    ...holds.flatMap(({ donationId, reason, note, placedAt, placedBy, liftedAt, liftedBy }) => [
      {
        at: placedAt,
        cells: [who(placedBy), "left out", gift(donationId), [reason.replaceAll("_", " "), note].filter(Boolean).join(": ")],
      },
      ...(liftedAt ? [{ at: liftedAt, cells: [who(liftedBy), "let it be claimed again", gift(donationId), ""] }] : []),
    ]),
    ...corrections.map(({ declarationId, correctedAt, correctedBy, firstName, lastName, house, postcode }) => ({
      at: correctedAt,
      cells: [who(correctedBy), "wrote for HMRC", `declaration ${declarationId}`, [firstName, lastName, house, postcode ?? "X"].join(", ")],
    })),
    ...changes.map(({ declarationId, reportedAt, firstName, lastName, house, postcode }) => ({
      at: reportedAt,
      cells: ["the donor", "told a change", `declaration ${declarationId}`, [firstName, lastName, house, postcode ?? "X"].join(", ")],
    })),
    ...audit.map(({ at, staffId, action, aboutKind, aboutId, became }) => ({
      at,
      cells: [
        who(staffId),
        describeAction(action),
        aboutKind === "gift" ? gift(aboutId) : aboutId === claimId ? `claim ${number}` : `${aboutKind} ${aboutId}`,
        became === null ? "" : JSON.stringify(became),
      ],
    })),
  ];
  return entries.toSorted((one, other) => one.at.getTime() - other.at.getTime()).map(({ at, cells }) => [at.toISOString(), ...cells]);
}
