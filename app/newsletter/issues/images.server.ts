import { db, inTransaction } from "~/platform/database/db.server";
import { sha256 } from "~/platform/sha256.server";
import { auditChange, type NewsletterActor } from "../audit-change.server";

/** So large may a picture be as it comes from a camera, and so many points may it have. */
const maxImageBytes = 15 * 1024 * 1024;
const maxPixels = 60_000_000;
/** Twice as wide as an issue, for fine screens; issues are read on telephones. */
const maxWidth = 1200;
const maxHeight = 1600;

export const findImage = (id: string) => db.newsletterImage.findUnique({ where: { id }, select: { contentType: true, bytes: true } });

/** The pictures that can be put into issues, the newest first. */
export const listRecentImages = () =>
  db.newsletterImage.findMany({ select: { id: true, width: true, height: true }, orderBy: { createdAt: "desc" }, take: 20 });

/**
 * Keeps a picture for issues: drawn anew, the right way up and no larger than issues need. What a camera wrote beside
 * it is left out, as a place in it could lead to a house that must not be found. The same picture twice is one.
 * @returns its id, or why it is refused
 */
export async function storeImage(
  by: NewsletterActor,
  upload: Uint8Array,
): Promise<{ id: string } | { refused: "too-large" | "not-an-image" }> {
  if (upload.byteLength > maxImageBytes) return { refused: "too-large" };
  const image = await reencode(upload);
  if (!image) return { refused: "not-an-image" };
  const id = sha256(image.bytes).slice(0, 22);
  await inTransaction(async (tx) => {
    const { count } = await tx.newsletterImage.createMany({ data: [{ id, ...image }], skipDuplicates: true });
    if (count > 0) await auditChange(tx, by, { action: "picture.added", about: { kind: "picture", id } });
  });
  return { id };
}

const supportedFormats = ["jpeg", "png", "webp"];

/** The picture alone: nothing else of the file comes through. Null: it is none of these, or it is broken. */
async function reencode(upload: Uint8Array) {
  // Native and large: only who stores a picture pays for it.
  const { default: sharp } = await import("sharp");
  try {
    const { format, hasAlpha } = await sharp(upload, { limitInputPixels: maxPixels }).metadata();
    if (!supportedFormats.includes(format)) return null;
    const sized = sharp(upload, { limitInputPixels: maxPixels, failOn: "error" })
      .autoOrient()
      .resize({ width: maxWidth, height: maxHeight, fit: "inside", withoutEnlargement: true });
    const isPng = format === "png" || hasAlpha;
    const { data, info } = await (isPng ? sized.png() : sized.jpeg({ quality: 82 })).toBuffer({ resolveWithObject: true });
    return { contentType: isPng ? "image/png" : "image/jpeg", width: info.width, height: info.height, bytes: new Uint8Array(data) };
  } catch {
    // The library throws one kind of error for all that it can't draw.
    return null;
  }
}
