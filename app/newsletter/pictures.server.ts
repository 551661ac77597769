import { createHash } from "node:crypto";
import { db } from "~/platform/db.server";
import { withoutMetadata } from "./picture-file";

/** So large may a picture be: letters are read on telephones. */
export const largestPicture = 1024 * 1024;

export const pictureCalled = (id: string) => db.newsPicture.findUnique({ where: { id }, select: { type: true, bytes: true } });

/** The pictures that can be put into letters, the newest first. */
export const latestPictures = () =>
  db.newsPicture.findMany({ select: { id: true, wide: true, tall: true }, orderBy: { addedAt: "desc" }, take: 20 });

/**
 * Keeps a picture for letters, without what a camera wrote beside it: a place in it could lead to a house that must not
 * be found. The same picture twice is one.
 * @returns its id, or why it is refused
 */
export async function addPicture(given: Uint8Array): Promise<{ id: string } | { refused: "too-large" | "not-a-picture" }> {
  if (given.byteLength > largestPicture) return { refused: "too-large" };
  const picture = withoutMetadata(given);
  if (!picture) return { refused: "not-a-picture" };
  const id = createHash("sha256").update(picture.bytes).digest("base64url").slice(0, 22);
  await db.newsPicture.createMany({ data: [{ id, ...picture }], skipDuplicates: true });
  return { id };
}
