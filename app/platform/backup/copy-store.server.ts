import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { S3mini, S3ServiceError } from "s3mini";
import type { BackupSettings } from "../config/backup.server";
import { assertNotFenced, FencedError } from "../fence.server";
import { isBackupName } from "./backup-names";
import { BackupRefused } from "./entries.server";

/** The store did not do as asked. Its message says what it answered, and neither keys nor what was sent. */
export class StoreFailed extends Error {
  override name = "StoreFailed";
}

/** `bytes`: of the file. */
export type Copy = { name: string; bytes: number };

export type CopyStore = {
  /** The backups that are there, whole; what else lies there is not seen. */
  list(): Promise<Copy[]>;
  /** Sends a file in parts, however large: it is there under its name whole, or not at all. */
  put(name: string, path: string): Promise<void>;
  /** @throws BackupRefused where there is none of that name */
  read(name: string): Promise<Readable>;
  remove(name: string): Promise<void>;
  /** Writes, reads and removes a few bytes, as each backup will be. */
  tryOut(): Promise<void>;
};

/** Each of four parts on their way stands in memory. */
const partBytes = 8 * 1024 * 1024;
const trialName = "roomlight-doctor.txt";

/** @throws from all that it does: StoreFailed */
export function openStore({ url, region, keyId, secret }: NonNullable<BackupSettings["store"]>): CopyStore {
  const client = new S3mini({
    endpoint: url,
    region,
    accessKeyId: keyId,
    secretAccessKey: secret,
    minPartSize: partBytes,
    fetch: (...request) => {
      assertNotFenced();
      return fetch(...request);
    },
  });
  return {
    list: () =>
      ask(async () => {
        const objects = await client.listObjects("/", "roomlight-");
        if (!objects) throw new StoreFailed("there is no such bucket");
        return objects.filter(({ Key }) => isBackupName(Key)).map(({ Key, Size }) => ({ name: Key, bytes: Number(Size) }));
      }),
    put: (name, path) =>
      ask(async () => {
        await client.putAnyObject(name, Readable.toWeb(createReadStream(path)) as never);
        const [sent, there] = [(await stat(path)).size, await client.getContentLength(name)];
        if (sent !== there) throw new StoreFailed(`${there} bytes of ${name} arrived, and not ${sent}`);
      }),
    read: (name) =>
      ask(async () => {
        const answer = await client.getObjectResponse(name);
        if (!answer?.body) throw new BackupRefused(`There is no copy called ${name} in the store: npm run backup -- list tells which are.`);
        return Readable.fromWeb(answer.body as ReadableStream);
      }),
    tryOut: () =>
      ask(async () => {
        await client.putObject(trialName, "written by npm run doctor");
        if ((await client.getObject(trialName)) === null) throw new StoreFailed("what is written to the store of copies is not there");
        await client.deleteObject(trialName);
      }),
    remove: (name) => ask(async () => void (await client.deleteObject(name))),
  };
}

/** The client's own errors hold the answer's whole body, which repeats what was signed: of these only the kind goes on. */
async function ask<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFailed || error instanceof BackupRefused || error instanceof FencedError) throw error;
    throw new StoreFailed(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof S3ServiceError) return `the store of copies answered ${each.status} ${each.serviceCode ?? ""}`.trim();
    const { code } = each as { code?: unknown };
    if (typeof code === "string") return `the store of copies can’t be reached, or the file not be read: ${code}`;
  }
  return `the store of copies failed: ${error instanceof Error ? error.name : "unknown"}`;
}
