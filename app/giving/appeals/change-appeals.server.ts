import type { Appeal } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { recordAudit, type AuditActor } from "~/staff/audit/record-audit.server";
import { holdOpenFund } from "../funds/funds.server";
import { appealTransitions } from "./appeal";
import { findMissing, type AppealForm } from "./appeal-form";

export type AppealRefusal = {
  refused:
    | "not-found"
    | "changed-meanwhile"
    | "name-taken"
    | "slug-taken"
    | "fund-closed"
    | "no-such-picture"
    | "fixed-once-published"
    | "over"
    | "last-day-over"
    | "not-a-draft"
    | "not-ready"
    | "not-open";
};
/** What of a story can't be shown; asked of whoever knows its Markdown. */
export type FindStoryErrors = (story: string) => Promise<readonly string[]>;
type Changed = { changed: true } | AppealRefusal;

const columnsOf = ({ endsOn, ...form }: AppealForm) => ({ ...form, endsOn: endsOn === null ? null : toDateColumn(endsOn) });
/** What the log keeps: the words stand in the appeal itself. */
const factsOf = ({ name, slug, goalPence, endsOn, fundId }: AppealForm) => ({ name, slug, goalPence, endsOn, fund: fundId });

/** Begins an appeal, as a draft. @param id of the form: sent twice, it is one appeal */
export const createAppeal = (by: AuditActor, id: string, form: AppealForm): Promise<Changed> =>
  inTransaction(async (tx) => {
    await lockNames(tx);
    if (await tx.appeal.findUnique({ where: { id } })) return { changed: true };
    const refusal = await findRefusal(tx, id, form);
    if (refusal) return refusal;
    await tx.appeal.create({ data: { id, ...columnsOf(form), createdAt: now() } });
    await recordAudit(tx, by, { action: "appeal.added", about: { kind: "appeal", id }, became: factsOf(form) });
    return { changed: true };
  });

/**
 * Changes an appeal. Once it is published its name, its address and its fund stay: people gave to it as it was called.
 * @param version as the form showed it: somebody else may have changed it meanwhile
 */
export async function saveAppeal(
  by: AuditActor,
  id: string,
  version: number,
  form: AppealForm,
  findStoryErrors: FindStoryErrors,
): Promise<Changed> {
  const missing = [...findMissing(form, londonDate(now())), ...(await findStoryErrors(form.story))];
  return await inTransaction(async (tx) => {
    await lockNames(tx);
    const appeal = await lockAppeal(tx, id);
    if (!appeal) return { refused: "not-found" };
    if (appeal.version !== version) return { refused: "changed-meanwhile" };
    if (appeal.status === "ended") return { refused: "over" };
    if (appeal.status === "published") {
      if (form.name !== appeal.name || form.slug !== appeal.slug || form.fundId !== appeal.fundId)
        return { refused: "fixed-once-published" };
      if (form.endsOn !== null && form.endsOn < londonDate(now())) return { refused: "last-day-over" };
      if (missing.length > 0) return { refused: "not-ready" };
    }
    const refusal = await findRefusal(tx, id, form);
    if (refusal) return refusal;
    await tx.appeal.update({ where: { id }, data: { ...columnsOf(form), version: version + 1 } });
    const was = factsOf(formOf(appeal));
    await recordAudit(tx, by, { action: "appeal.changed", about: { kind: "appeal", id }, was, became: factsOf(form) });
    return { changed: true };
  });
}

/**
 * Opens an appeal's page and form.
 * @param version the one that was looked at before the button was pressed
 */
export async function publishAppeal(by: AuditActor, id: string, version: number, findStoryErrors: FindStoryErrors): Promise<Changed> {
  const seen = await db.appeal.findUnique({ where: { id } });
  if (!seen) return { refused: "not-found" };
  const storyErrors = await findStoryErrors(seen.story);
  return await inTransaction(async (tx) => {
    const appeal = await lockAppeal(tx, id);
    if (!appeal) return { refused: "not-found" };
    if (!appealTransitions[appeal.status].includes("published")) return { refused: "not-a-draft" };
    if (appeal.version !== version || seen.version !== version) return { refused: "changed-meanwhile" };
    if (!(await holdOpenFund(tx, appeal.fundId))) return { refused: "fund-closed" };
    const missing = findMissing(formOf(appeal), londonDate(now()));
    if (missing.length > 0 || storyErrors.length > 0) return { refused: "not-ready" };
    await tx.appeal.update({ where: { id }, data: { status: "published", publishedAt: now(), version: version + 1 } });
    await recordAudit(tx, by, { action: "appeal.published", about: { kind: "appeal", id } });
    return { changed: true };
  });
}

/** Ends an appeal, early or at last: its page shows the result from now on. Pressed twice, it has ended once. */
export const endAppeal = (by: AuditActor, id: string): Promise<Changed> =>
  inTransaction(async (tx) => {
    const appeal = await lockAppeal(tx, id);
    if (!appeal) return { refused: "not-found" };
    if (appeal.status === "ended") return { changed: true };
    if (!appealTransitions[appeal.status].includes("ended")) return { refused: "not-open" };
    await tx.appeal.update({ where: { id }, data: { status: "ended", endedAt: now(), version: appeal.version + 1 } });
    await recordAudit(tx, by, { action: "appeal.ended", about: { kind: "appeal", id } });
    return { changed: true };
  });

/** Takes a draft away. What was published stays: people may have given. */
export const deleteDraftAppeal = (by: AuditActor, id: string): Promise<Changed> =>
  inTransaction(async (tx) => {
    const appeal = await lockAppeal(tx, id);
    if (!appeal) return { refused: "not-found" };
    if (appeal.status !== "draft") return { refused: "not-a-draft" };
    await tx.appeal.delete({ where: { id } });
    await recordAudit(tx, by, { action: "appeal.deleted", about: { kind: "appeal", id }, was: { name: appeal.name } });
    return { changed: true };
  });

async function lockAppeal(tx: Tx, id: string): Promise<Appeal | null> {
  await tx.$queryRaw`SELECT id FROM appeal WHERE id = ${id} FOR UPDATE`;
  return await tx.appeal.findUnique({ where: { id } });
}

/** One at a time, so that two appeals can't take the same name or address. */
const lockNames = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('appeal-names'))`;

async function findRefusal(tx: Tx, id: string, { name, slug, fundId, imageId }: AppealForm): Promise<AppealRefusal | null> {
  const others = { id: { not: id } };
  if ((await tx.appeal.count({ where: { ...others, name: { equals: name, mode: "insensitive" } } })) > 0) return { refused: "name-taken" };
  if ((await tx.appeal.count({ where: { ...others, slug } })) > 0) return { refused: "slug-taken" };
  if (!(await holdOpenFund(tx, fundId))) return { refused: "fund-closed" };
  if (imageId !== null && (await tx.newsletterImage.count({ where: { id: imageId } })) === 0) return { refused: "no-such-picture" };
  return null;
}

/** A row as its form. */
export const formOf = ({ endsOn, goalPence, amounts, ...row }: Omit<Appeal, "status">): AppealForm => ({
  name: row.name,
  slug: row.slug,
  summary: row.summary,
  story: row.story,
  surplus: row.surplus,
  imageId: row.imageId,
  imageAlt: row.imageAlt,
  fundId: row.fundId,
  goalPence: goalPence === null ? null : pence(goalPence),
  endsOn: endsOn && fromDateColumn(endsOn),
  amounts: amounts.map(pence),
});
