import type { House } from "emails/newsletter/issue-blocks";
import { db, inTransaction } from "~/platform/database/db.server";
import { drawShareImage } from "~/sponsorship/rooms/draw-share-image.server";
import { findIssue } from "./issues.server";

/**
 * Draws the picture that is shown where somebody shares an issue, once; the work of the job "render-share-image". One of words that were
 * changed while it was drawn is not kept: whoever changed them has asked for another.
 */
export async function renderShareImage(id: string): Promise<void> {
  const issue = await findIssue(id);
  if (!issue || (await db.shareImage.count({ where: { issueId: id } })) > 0) return;
  const house = issue.windows as House | null;
  const png = await drawShareImage(issue.subject, house?.windows.map(({ funded }) => funded) ?? []);
  await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM issue WHERE id = ${id} FOR SHARE`;
    if (row?.version === issue.version) await tx.shareImage.createMany({ data: [{ issueId: id, png }], skipDuplicates: true });
  });
}

/** The picture of an issue that went out, or of an article that is on the site. */
export async function findShareImage(slug: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await db.issue.findFirst({ where: { slug, status: { in: ["sent", "published"] } }, select: { shareImage: true } });
  return row?.shareImage?.png ?? null;
}
