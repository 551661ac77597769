import { Decrypter, Encrypter } from "age-encryption";
import { createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { extract, pack } from "tar-stream";
import { BackupRefused, type Entry } from "./entries.server";

/**
 * Writes a backup: a tar of its entries, compressed by gzip and encrypted by age for whoever holds the key, so that
 * `age --decrypt | tar -xz` opens it without this site. The file has its name only once it is whole and on the disk.
 * @param recipient the public key, `age1…`: with it alone a backup can be made and not read
 * @returns the file's size
 */
export async function writeBackupFile(path: string, recipient: string, entries: AsyncIterable<Entry>): Promise<number> {
  const part = `${path}.part`;
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const archive = pack();
  const gzip = createGzip();
  try {
    const compressed = pipeline(archive, gzip);
    const plain = Readable.toWeb(gzip) as ReadableStream<Uint8Array>;
    const encrypted = Readable.fromWeb((await encrypter.encrypt(plain as never)) as unknown as ReadableStream);
    const written = pipeline(encrypted, createWriteStream(part, { mode: 0o600 }));
    await Promise.all([fill(archive, entries), compressed, written]);
    const file = await open(part, "r+");
    await file.sync();
    await file.close();
    await rename(part, path);
    return (await stat(path)).size;
  } catch (error) {
    archive.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

async function fill(archive: ReturnType<typeof pack>, entries: AsyncIterable<Entry>): Promise<void> {
  try {
    for await (const { name, bytes } of entries) {
      await new Promise<void>((resolve, reject) =>
        archive.entry({ name, size: bytes.length }, bytes, (error) => (error ? reject(error) : resolve())),
      );
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

/**
 * The entries of a backup.
 * @param file its bytes, from a disk or from elsewhere
 * @param identity the secret key, `AGE-SECRET-KEY-1…`
 * @throws BackupRefused where the key does not open it, or the file was cut off or changed
 */
export async function* readBackup(file: Readable, identity: string): AsyncGenerator<Entry> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new BackupRefused("This is no key of a backup: it begins with AGE-SECRET-KEY-1.");
  }
  let readError: Error | null = null;
  file.once("error", (error: Error) => (readError = error));
  let plain: Readable;
  try {
    const decrypted = await decrypter.decrypt(Readable.toWeb(file) as never);
    plain = Readable.fromWeb(decrypted as unknown as ReadableStream);
  } catch (error) {
    file.destroy();
    if ((error as { code?: string }).code) throw error;
    if (readError) throw damaged(readError);
    throw new BackupRefused("This key does not open this file: it is another backup’s key, or the file is no backup.");
  }
  const archive = extract();
  const unpacked = pipeline(plain, createGunzip(), archive);
  unpacked.catch(() => {});
  try {
    for await (const entry of archive) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      yield { name: entry.header.name, bytes: Buffer.concat(parts) };
    }
    await unpacked;
  } catch (error) {
    if (error instanceof BackupRefused) throw error;
    throw damaged(error);
  }
}

const damaged = (cause: unknown): BackupRefused =>
  new BackupRefused("This backup is damaged: it was cut off or changed. Nothing was restored.", { cause });
