/** A picture that browsers and mail programs show: only what is needed to draw it. Sizes in pixels. */
export type PictureFile = { type: "image/png" | "image/jpeg"; wide: number; tall: number; bytes: Uint8Array<ArrayBuffer> };

/**
 * Reads a PNG or JPEG file and leaves out everything but the picture itself: comments, thumbnails, and EXIF with its
 * time, camera and place. Null: it is neither, or it is broken.
 */
export function withoutMetadata(file: Uint8Array): PictureFile | null {
  try {
    return file[0] === 0xff ? readJpeg(file) : file[0] === 0x89 ? readPng(file) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const join = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The chunks that draw: https://www.w3.org/TR/png-3/#11Chunks */
const drawing = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "sRGB", "gAMA"]);

function readPng(file: Uint8Array): PictureFile | null {
  if (!pngSignature.every((byte, index) => file[index] === byte)) return null;
  const view = viewOf(file);
  const parts = [file.subarray(0, 8)];
  let size = { wide: 0, tall: 0 };
  for (let at = 8; at < file.byteLength;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > file.byteLength) return null;
    if (name === "IHDR") size = { wide: view.getUint32(at + 8), tall: view.getUint32(at + 12) };
    if (drawing.has(name)) parts.push(file.subarray(at, end));
    at = end;
    if (name === "IEND") return size.wide > 0 && size.tall > 0 ? { type: "image/png", ...size, bytes: join(parts) } : null;
  }
  return null;
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** What applications and people wrote into it: all of APP1 to APP15, but for Adobe's word on colours (APP14), and comments. */
const isWriting = (marker: number) => (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;

function readJpeg(file: Uint8Array): PictureFile | null {
  const view = viewOf(file);
  if (view.getUint16(0) !== 0xffd8) return null;
  const parts = [file.subarray(0, 2)];
  let size = { wide: 0, tall: 0 };
  for (let at = 2; at < file.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // What is behind the end marker is somebody's addition.
    if (marker === 0xd9) {
      const whole = join([...parts, file.subarray(at, at + 2)]);
      return size.wide > 0 && size.tall > 0 ? { type: "image/jpeg", ...size, bytes: whole } : null;
    }
    let end = at + 2 + view.getUint16(at + 2);
    if (isFrame(marker)) size = { tall: view.getUint16(at + 5), wide: view.getUint16(at + 7) };
    if (marker === 0xda) end = endOfScan(view, end);
    if (!isWriting(marker)) parts.push(file.subarray(at, end));
    at = end;
  }
  return null;
}

/** Where a scan's data ends: at the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(view: DataView, from: number): number {
  let at = from;
  for (; ; at += 1) {
    if (view.getUint8(at) !== 0xff) continue;
    const next = view.getUint8(at + 1);
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}
