import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { currentVisit } from "../visit.server";
import type { AuditAbout, AuditAction, AuditFacts } from "./audit";

/** Who did it: somebody at the desk, or (null) somebody at the server by a command. */
export type AuditActor = { id: string; network: string } | null;

export type AuditRecord = { action: AuditAction; about: AuditAbout; was?: AuditFacts; became?: AuditFacts };

/** Writes down what staff did, in the transaction that does it: both happen, or neither. */
export async function recordAudit(tx: Pick<Tx, "auditEntry">, by: AuditActor, { action, about, was, became }: AuditRecord): Promise<void> {
  await tx.auditEntry.create({
    data: {
      at: now(),
      staffId: by?.id ?? null,
      network: by?.network ?? "",
      action,
      aboutKind: about.kind,
      aboutId: about.id,
      was: was ?? Prisma.DbNull,
      became: became ?? Prisma.DbNull,
    },
  });
  const visit = currentVisit();
  if (visit) visit.isAudited = true;
}
