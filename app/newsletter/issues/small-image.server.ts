import { db } from "~/platform/database/db.server";

/** A page with such a picture stays within 20 KB. */
const maxBytes = 9 * 1024;

/** Tried one after the other until the picture is small enough: its width in points, and AVIF's quality. */
const sizes = [
  [640, 50],
  [640, 38],
  [560, 32],
  [480, 28],
  [400, 22],
  [320, 15],
  [200, 10],
  [80, 5],
] as const;

export const findSmallImage = (imageId: string) => db.newsletterSmallImage.findUnique({ where: { imageId } });

/** Draws a stored picture small, once, for pages that have a budget. @returns false: there is no such picture */
export async function ensureSmallImage(imageId: string): Promise<boolean> {
  if ((await db.newsletterSmallImage.count({ where: { imageId } })) > 0) return true;
  const image = await db.newsletterImage.findUnique({ where: { id: imageId } });
  if (!image) return false;
  const { default: sharp } = await import("sharp");
  for (const [width, quality] of sizes) {
    const { data, info } = await sharp(image.bytes)
      .resize({ width, height: width, fit: "inside", withoutEnlargement: true })
      .avif({ quality, effort: 4 })
      .toBuffer({ resolveWithObject: true });
    if (data.byteLength > maxBytes) continue;
    const small = { imageId, width: info.width, height: info.height, bytes: new Uint8Array(data) };
    await db.newsletterSmallImage.createMany({ data: [small], skipDuplicates: true });
    return true;
  }
  throw new Error("a picture of 80 points is larger than 9 KB");
}
