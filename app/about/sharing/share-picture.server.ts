import { now } from "~/platform/clock";
import { drawShareImage } from "~/sponsorship/rooms/draw-share-image.server";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { sharePictures } from "./share-pictures";

const drawn = new Map<string, { windows: string; png: Promise<Uint8Array<ArrayBuffer>> }>();

/**
 * The picture of that file, with the house as it is lit this week; null: there is none. Drawn once for each light, and kept: whoever shares a
 * page has many ask for it.
 */
export async function findSharePicture(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
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
