import type { Fund } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { recordAudit, type AuditActor } from "~/staff/audit/record-audit.server";
import { isAlwaysOpen, type FundForm } from "./fund";

export type FundRefusal = {
  refused: "not-found" | "name-taken" | "changed-meanwhile" | "always-open" | "has-open-appeals" | "has-gifts";
};
type Changed = { changed: true } | FundRefusal;

/**
 * Adds a fund. Whether it is restricted never changes: that would change what gifts were given for.
 * @param id of the form: sent twice, it is one fund
 */
export const addFund = (by: AuditActor, id: string, form: FundForm & { restricted: boolean }): Promise<Changed> =>
  inTransaction(async (tx) => {
    await lockNames(tx);
    if (await tx.fund.findUnique({ where: { id } })) return { changed: true };
    if (await isNameTaken(tx, form.name, id)) return { refused: "name-taken" };
    await tx.fund.create({ data: { id, ...form, createdAt: now() } });
    await recordAudit(tx, by, { action: "fund.added", about: { kind: "fund", id }, became: form });
    return { changed: true };
  });

/** Says what a fund is called and what it is for. @param version as the form showed it: somebody else may have changed it meanwhile */
export const changeFund = (by: AuditActor, id: string, version: number, form: FundForm): Promise<Changed> =>
  inTransaction(async (tx) => {
    await lockNames(tx);
    const fund = await lockFund(tx, id);
    if (!fund) return { refused: "not-found" };
    if (fund.version !== version) return { refused: "changed-meanwhile" };
    if (await isNameTaken(tx, form.name, id)) return { refused: "name-taken" };
    await tx.fund.update({ where: { id }, data: { ...form, version: version + 1 } });
    const was = { name: fund.name, purpose: fund.purpose };
    await recordAudit(tx, by, { action: "fund.changed", about: { kind: "fund", id }, was, became: form });
    return { changed: true };
  });

/** Closes a fund: it keeps its gifts and takes no more. */
export const closeFund = (by: AuditActor, id: string): Promise<Changed> =>
  inTransaction(async (tx) => {
    const fund = await lockFund(tx, id);
    if (!fund) return { refused: "not-found" };
    if (isAlwaysOpen(id)) return { refused: "always-open" };
    if (fund.closedAt) return { changed: true };
    if ((await tx.appeal.count({ where: { fundId: id, status: { not: "ended" } } })) > 0) return { refused: "has-open-appeals" };
    await tx.fund.update({ where: { id }, data: { closedAt: now(), version: fund.version + 1 } });
    await recordAudit(tx, by, { action: "fund.closed", about: { kind: "fund", id } });
    return { changed: true };
  });

/** Lets a closed fund take gifts again. */
export const reopenFund = (by: AuditActor, id: string): Promise<Changed> =>
  inTransaction(async (tx) => {
    const fund = await lockFund(tx, id);
    if (!fund) return { refused: "not-found" };
    if (!fund.closedAt) return { changed: true };
    await tx.fund.update({ where: { id }, data: { closedAt: null, version: fund.version + 1 } });
    await recordAudit(tx, by, { action: "fund.reopened", about: { kind: "fund", id } });
    return { changed: true };
  });

/** Takes a fund away that no gift and no appeal ever named. One that has any can only be closed. */
export const deleteFund = (by: AuditActor, id: string): Promise<Changed> =>
  inTransaction(async (tx) => {
    const fund = await lockFund(tx, id);
    if (!fund) return { refused: "not-found" };
    if (isAlwaysOpen(id)) return { refused: "always-open" };
    const uses = [
      await tx.donation.count({ where: { fundId: id } }),
      await tx.appeal.count({ where: { fundId: id } }),
      await tx.fundMove.count({ where: { OR: [{ fromFundId: id }, { toFundId: id }] } }),
    ];
    if (uses.some((count) => count > 0)) return { refused: "has-gifts" };
    await tx.fund.delete({ where: { id } });
    await recordAudit(tx, by, { action: "fund.deleted", about: { kind: "fund", id }, was: { name: fund.name } });
    return { changed: true };
  });

/** While a fund is held so, nobody gives to it, names it or changes it. */
async function lockFund(tx: Tx, id: string): Promise<Fund | null> {
  await tx.$queryRaw`SELECT id FROM fund WHERE id = ${id} FOR UPDATE`;
  return await tx.fund.findUnique({ where: { id } });
}

/** One at a time, so that two funds can't take the same name. */
const lockNames = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('fund-names'))`;

/** Names that differ by capitals alone would be mistaken for each other. */
const isNameTaken = async (tx: Tx, name: string, exceptId: string): Promise<boolean> =>
  (await tx.fund.count({ where: { name: { equals: name, mode: "insensitive" }, id: { not: exceptId } } })) > 0;
