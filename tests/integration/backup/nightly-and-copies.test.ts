import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readBackup } from "~/platform/backup/backup-file.server";
import { backupName } from "~/platform/backup/backup-names";
import { openStore, StoreFailed } from "~/platform/backup/copy-store.server";
import { BackupRefused } from "~/platform/backup/entries.server";
import { loadDatabase } from "~/platform/backup/load-database.server";
import { makeBackup } from "~/platform/backup/make-backup.server";
import { backUpNightly } from "~/platform/backup/nightly-backup.server";
import { openBackup } from "~/platform/backup/open-backup.server";
import { verifyBackup } from "~/platform/backup/verify-backup.server";
import { setClock } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import type { BackupSettings } from "~/platform/config/backup.server";
import { db, pool } from "~/platform/database/db.server";
import { inspectStore } from "~/platform/setup/inspect-store.server";
import { databaseUrl, emptyDatabase, useDatabase } from "tests/support/database";
import { fail, startStore, storeKeys } from "tests/support/platform/s3-store";
import { refusalOf } from "tests/support/platform/s3-signature";

useDatabase();

let folder: string;
let identity: string;
let backup: BackupSettings;
let store: Awaited<ReturnType<typeof startStore>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "roomlight-copies-"));
  identity = await generateX25519Identity();
  store = await startStore();
  backup = {
    recipient: await identityToRecipient(identity),
    folder: join(folder, "backups"),
    keepDays: 3,
    store: store.settings,
  };
  config.backup = backup;
  mkdirSync(backup.folder);
});
afterEach(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

const firstNight = Date.parse("2026-11-28T00:20:00Z");
const hours = (count: number) => firstNight + count * 3_600_000;
async function asked(at: number): Promise<void> {
  setClock(() => new Date(at));
  await backUpNightly();
}
const nameAt = (at: number) => backupName(new Date(at));
const local = () => readdirSync(backup.folder).toSorted();
const copies = () => [...store.objects.keys()].toSorted();
const refuse = (method: string, status: number, code: string) =>
  store.setFault({ at: (request) => request.method === method, answer: (response) => fail(response, status, code) });

it("each night there is one more, old ones go, and a site without a key makes none", async () => {
  backup.store = null;
  config.backup = null;
  await asked(hours(0));
  expect(local()).toEqual([]);
  config.backup = backup;
  for (const night of [0, 24, 48, 72, 96, 120, 144]) await asked(hours(night));
  expect(local()).toEqual([72, 96, 120, 144].map((night) => nameAt(hours(night))));
  const last = await db.backupRecord.findFirstOrThrow({ orderBy: { finishedAt: "desc" } });
  expect(last.finishedAt).toEqual(new Date(hours(144)));
  const { totals } = await verifyBackup(readBackup(await openBackup(join(backup.folder, local().at(-1) ?? "")), identity));
  expect(totals.tables.length).toBeGreaterThan(50);
});

it("each night's backup is copied, byte for byte, and those too old go there too; what is no backup stays", async () => {
  store.objects.set("roomlight-notes.txt", Buffer.from("of the trustees"));
  for (const night of [0, 24, 48, 72, 96, 120]) await asked(hours(night));
  const kept = [48, 72, 96, 120].map((night) => nameAt(hours(night)));
  expect(local()).toEqual(kept);
  expect(copies()).toEqual([...kept, "roomlight-notes.txt"].toSorted());
  for (const name of kept) expect(store.objects.get(name)?.equals(readFileSync(join(backup.folder, name)))).toBe(true);
  expect(await db.backupRecord.count()).toBe(6);
});

it("a copy that fails fails the job, counts for no backup, and is made up for without another backup", async () => {
  refuse("POST", 503, "SlowDown");
  await expect(asked(hours(0))).rejects.toThrow("the store of copies answered 503 SlowDown");
  await expect(asked(hours(1))).rejects.toThrow(StoreFailed);
  expect([local(), copies(), await db.backupRecord.count()]).toEqual([[nameAt(hours(0))], [], 0]);

  // The night after is a night of its own, and the copy that was missed is made up for.
  await expect(asked(hours(24))).rejects.toThrow(StoreFailed);
  store.setFault(null);
  await asked(hours(25));
  expect(copies()).toEqual([nameAt(hours(0)), nameAt(hours(24))]);
  expect(local()).toEqual(copies());
  const [record] = await db.backupRecord.findMany();
  expect(record?.finishedAt).toEqual(new Date(hours(25)));
});

it("a store that can't be reached is said so", async () => {
  await store.stop();
  await expect(asked(hours(0))).rejects.toThrow(/can’t be reached.*ECONNREFUSED/);
  store = await startStore();
});

it("a large file goes in parts, four at once at most, and comes back the same; one that breaks off leaves nothing", async () => {
  const bytes = randomBytes(45 * 1024 * 1024);
  const path = join(folder, "large");
  writeFileSync(path, bytes);
  const name = nameAt(hours(0));
  const opened = openStore(store.settings);
  store.setFault({
    at: ({ method, body }) => method === "POST" && body.includes("<Part>"),
    answer: (response) => fail(response, 500, "InternalError"),
  });
  await expect(opened.put(name, path)).rejects.toThrow("500 InternalError");
  expect([copies(), store.openUploads()]).toEqual([[], 0]);

  store.setFault(null);
  await opened.put(name, path);
  expect(store.requests.filter((request) => request.startsWith("PUT")).length).toBe(2 * 6);
  expect(store.mostAtOnce()).toBeLessThanOrEqual(4);
  expect((await buffer(await opened.read(name))).equals(bytes)).toBe(true);
});

it("a copy that arrived short is no copy", async () => {
  const path = join(folder, "file");
  writeFileSync(path, "twelve bytes");
  store.setFault({
    at: ({ method }) => method === "HEAD",
    answer: (response) => void response.writeHead(200, { "content-length": 7 }).end(),
  });
  await expect(openStore(store.settings).put(nameAt(hours(0)), path)).rejects.toThrow("7 bytes");
});

it("a backup comes back from the store alone, the latest or by its name; cut off on its way, nothing of it does", async () => {
  await pool.query("INSERT INTO supporter (id, email, first_name, last_name) VALUES ('someone-here', 'ada@example.org', 'Ada', 'Byron')");
  await asked(hours(0));
  await asked(hours(24));
  rmSync(backup.folder, { recursive: true });
  const restore = async (named: string) => {
    const { url, drop } = await emptyDatabase();
    try {
      return (await loadDatabase(url, readBackup(await openBackup(named), identity))).contents.takenAt;
    } finally {
      await drop();
    }
  };
  expect(await restore("copy:latest")).toBe(new Date(hours(24)).toISOString());
  expect(await restore(`copy:${nameAt(hours(0))}`)).toBe(new Date(hours(0)).toISOString());
  await expect(restore("copy:none")).rejects.toThrow(BackupRefused);

  const whole = store.objects.get(nameAt(hours(24))) ?? Buffer.alloc(0);
  store.setFault({
    at: ({ method, path }) => method === "GET" && path.endsWith(".age"),
    answer: (response) => {
      response.writeHead(200, { "content-length": whole.length });
      response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
    },
  });
  await expect(restore("copy:latest")).rejects.toThrow(/Nothing was restored/);
  store.setFault(null);
  store.objects.clear();
  await expect(restore("copy:latest")).rejects.toThrow("no copy in the store");
  backup.store = null;
  config.backup = backup;
  await expect(restore("copy:latest")).rejects.toThrow("No store of copies is set");
});

it("a wrong secret is told by its kind alone: neither keys nor what was signed are in the error", async () => {
  const wrong = { ...store.settings, secret: "another-secret-than-the-store-has" };
  const error: unknown = await openStore(wrong)
    .list()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StoreFailed);
  const told = inspect(error, { depth: null });
  expect(told).toContain("403 SignatureDoesNotMatch");
  for (const part of [wrong.secret, wrong.keyId, "AWS4-HMAC"]) expect(told).not.toContain(part);
  await expect(openStore({ ...store.settings, region: "elsewhere" }).list()).rejects.toThrow("403");
});

it("doctor writes, reads and removes something, and says what the store lacks", async () => {
  expect(await inspectStore(store.settings)).toMatchObject({ isRight: true, says: "the store takes them, and has none yet" });
  expect(copies()).toEqual([]);
  setClock(() => new Date(hours(0)));
  await makeBackup(databaseUrl, backup);
  await asked(hours(1));
  expect(await inspectStore(store.settings)).toMatchObject({ isRight: true, says: `the store has 1, the last ${nameAt(hours(0))}` });
  refuse("PUT", 403, "AccessDenied");
  expect(await inspectStore(store.settings)).toMatchObject({ isRight: false, says: "the store of copies answered 403 AccessDenied" });
  store.setFault(null);
  const elsewhere = { ...store.settings, url: `${store.settings.url}-of-another` };
  expect(await inspectStore(elsewhere)).toMatchObject({ isRight: false, says: expect.stringContaining("NoSuchBucket") });
});

it("the pretend store knows the signature of AWS's own example, and no other", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object"
  const example = {
    method: "GET",
    target: "/test.txt",
    body: Buffer.alloc(0),
    headers: {
      host: "examplebucket.s3.amazonaws.com",
      range: "bytes=0-9",
      "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "x-amz-date": "20130524T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    },
  };
  const keys = { keyId: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1" };
  const at = new Date("2013-05-24T00:05:00Z");
  expect(refusalOf(example, keys, at)).toBeNull();
  expect(refusalOf({ ...example, target: "/test2.txt" }, keys, at)).toBe("SignatureDoesNotMatch");
  expect(refusalOf(example, { ...keys, secret: storeKeys.secret }, at)).toBe("SignatureDoesNotMatch");
  expect(refusalOf(example, keys, new Date("2013-05-24T01:00:00Z"))).toBe("RequestTimeTooSkewed");
});
