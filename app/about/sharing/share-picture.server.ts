import { now } from "~/platform/clock";
import { drawPng, drawShareImage } from "~/sponsorship/rooms/draw-share-image.server";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { sharePictures } from "./share-pictures";

const drawn = new Map<string, { windows: string; png: Promise<Uint8Array<ArrayBuffer>> }>();

/** That of help pages: no charity, no house, nothing to see over a shoulder. */
const plainSvg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630"><rect width="1200" height="630" fill="#f4f4f4"/><text x="600" y="335" text-anchor="middle" font-family="Lora" font-weight="700" font-size="64" fill="#333333">Support and advice</text></svg>`;
let plain: Promise<Uint8Array<ArrayBuffer>> | undefined;

/**
 * The picture of that file, with the house as it is lit this week; null: there is none. Drawn once for each light, and kept: whoever shares a
 * page has many ask for it.
 */
export async function findSharePicture(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  if (file === "plain.png") return await (plain ??= drawPng(plainSvg));
  const picture = sharePictures.find((each) => each.file === file);
  if (!picture) return null;
  const week = await findRoomsThisWeek(now());
  const lights = week?.rooms.map(({ funded }) => funded) ?? [];
  const windows = JSON.stringify(lights);
  const known = drawn.get(file);
  if (known?.windows === windows) return await known.png;
  const png = drawShareImage(picture.words, lights);
  drawn.set(file, { windows, png });
  // One that could not be drawn is tried again.
  png.catch(() => drawn.delete(file));
  return await png;
}
