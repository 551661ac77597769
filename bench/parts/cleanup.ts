import { mkdtemp, mkdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../app/commands/install.js";

const cleanups: (() => Promise<unknown>)[] = [];
let cleaning: Promise<void> | null = null;

/** Remembers what has to be undone when the bench ends, however it ends. The last thing is undone first. */
export function onCleanup(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup);
}

/** Stops the bench's processes and removes its folders. */
export function cleanUp(): Promise<void> {
  cleaning ??= (async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup().catch((error: unknown) => console.error(error));
  })();
  return cleaning;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void cleanUp().then(() => process.exit(130)));

/** Linux's number for a file system that lives in memory. */
const tmpfsType = 0x01021994;

/** A folder of its own for one bench, on a disk: in memory, a commit would cost nothing. */
export async function temporaryFolder(): Promise<string> {
  const isDisk = (await statfs(tmpdir())).type !== tmpfsType;
  const parent = isDisk ? tmpdir() : join(projectRoot, "data");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "roomlight-bench-"));
  onCleanup(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
