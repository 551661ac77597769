import type { House } from "emails/newsletter/issue-blocks";
import { db } from "~/platform/database/db.server";
import { drawShareImage } from "~/sponsorship/rooms/draw-share-image.server";
import { findIssue } from "./issues.server";

/**
 * Draws the picture that is shown where somebody shares an issue, once; the work of the job "render-share-image".
 */
export async function renderShareImage(id: string): Promise<void> {
  const issue = await findIssue(id);
  if (!issue || (await db.shareImage.count({ where: { issueId: id } })) > 0) return;
  const house = issue.windows as House | null;
  const png = await drawShareImage(issue.subject, house?.windows.map(({ funded }) => funded) ?? []);
  await db.shareImage.createMany({ data: [{ issueId: id, png }], skipDuplicates: true });
}

/** The picture of an issue that went out, or of an article that is on the site. */
export async function findShareImage(slug: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await db.issue.findFirst({ where: { slug, status: { in: ["sent", "published"] } }, select: { shareImage: true } });
  return row?.shareImage?.png ?? null;
}
