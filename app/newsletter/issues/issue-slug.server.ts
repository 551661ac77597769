import { inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { buildSlug, issueStatesBefore } from "./issue";

/** An address under /news that no other issue or article has. @param except the one that may have it already */
export async function findFreeSlug(tx: Tx, subject: string, at: Date, except = ""): Promise<string> {
  // One at a time, so that two issues can't both find the same one free.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('issue-slug'))`;
  const wanted = buildSlug(londonDate(at).slice(0, 7), subject);
  const taken = await tx.issue.findMany({ where: { slug: { startsWith: wanted }, NOT: { id: except } }, select: { slug: true } });
  const used = new Set(taken.map(({ slug }) => slug));
  if (!used.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!used.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

/**
 * The address of an issue that is about to be frozen: it bears the month of sending, and emails hold it, so it is given
 * before they are rendered.
 */
export async function slugForSending(issue: { id: string; slug: string; subject: string }, at: Date): Promise<string> {
  const { id, subject } = issue;
  if (issue.slug.startsWith(`${londonDate(at).slice(0, 7)}-`)) return issue.slug;
  return await inTransaction(async (tx) => {
    const slug = await findFreeSlug(tx, subject, at, id);
    await tx.issue.updateMany({ where: { id, status: { in: issueStatesBefore("sending") }, frozenAt: null }, data: { slug } });
    return slug;
  });
}
