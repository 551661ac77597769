import { createHash } from "node:crypto";
import sharp from "sharp";
import { db } from "~/platform/database/db.server";

/** So large may a picture be as it comes from a camera, and so many points may it have. */
const largestPicture = 15 * 1024 * 1024;
const mostPoints = 60_000_000;
/** Twice as wide as a letter, for fine screens; letters are read on telephones. */
const widest = 1200;
const tallest = 1600;

export const pictureCalled = (id: string) => db.newsPicture.findUnique({ where: { id }, select: { type: true, bytes: true } });

/** The pictures that can be put into letters, the newest first. */
export const latestPictures = () =>
  db.newsPicture.findMany({ select: { id: true, wide: true, tall: true }, orderBy: { addedAt: "desc" }, take: 20 });

/**
 * Keeps a picture for letters: drawn anew, the right way up and no larger than letters need. What a camera wrote beside
 * it is left out, as a place in it could lead to a house that must not be found. The same picture twice is one.
 * @returns its id, or why it is refused
 */
export async function addPicture(given: Uint8Array): Promise<{ id: string } | { refused: "too-large" | "not-a-picture" }> {
  if (given.byteLength > largestPicture) return { refused: "too-large" };
  const picture = await drawnAnew(given);
  if (!picture) return { refused: "not-a-picture" };
  const id = createHash("sha256").update(picture.bytes).digest("base64url").slice(0, 22);
  await db.newsPicture.createMany({ data: [{ id, ...picture }], skipDuplicates: true });
  return { id };
}

const readable = ["jpeg", "png", "webp"];

/** The picture alone: nothing else of the file comes through. Null: it is none of these, or it is broken. */
async function drawnAnew(given: Uint8Array) {
  try {
    const { format, hasAlpha } = await sharp(given, { limitInputPixels: mostPoints }).metadata();
    if (!readable.includes(format)) return null;
    const sized = sharp(given, { limitInputPixels: mostPoints, failOn: "error" })
      .autoOrient()
      .resize({ width: widest, height: tallest, fit: "inside", withoutEnlargement: true });
    const asPng = format === "png" || hasAlpha;
    const { data, info } = await (asPng ? sized.png() : sized.jpeg({ quality: 82 })).toBuffer({ resolveWithObject: true });
    return { type: asPng ? "image/png" : "image/jpeg", wide: info.width, tall: info.height, bytes: new Uint8Array(data) };
  } catch {
    // The library throws one kind of error for all that it can't draw.
    return null;
  }
}
