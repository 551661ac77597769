import { Zip, ZipDeflate } from "fflate";

/** A file in a ZIP: its path within it, and what it holds. */
export type ZipPart = { name: string; bytes: Uint8Array };

/** A ZIP that is written while its files come: one of them is in memory at a time. */
export async function* streamZip(parts: AsyncIterable<ZipPart> | Iterable<ZipPart>): AsyncGenerator<Uint8Array> {
  let written: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else written.push(chunk);
  });
  const take = (): Uint8Array[] => {
    if (failure) throw failure;
    const taken = written;
    written = [];
    return taken;
  };
  for await (const { name, bytes } of parts) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    file.push(bytes, true);
    yield* take();
  }
  zip.end();
  yield* take();
}
