import { mkdtemp, mkdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { home } from "../../app/commands/install.js";

const deeds: (() => Promise<unknown>)[] = [];
let tidying: Promise<void> | null = null;

/** Remembers what has to be undone when the bench ends, however it ends. The last thing is undone first. */
export function undoLater(deed: () => Promise<unknown>): void {
  deeds.push(deed);
}

/** Stops the bench's processes and removes its folders. */
export function tidyUp(): Promise<void> {
  tidying ??= (async () => {
    for (const deed of deeds.toReversed()) await deed().catch((error: unknown) => console.error(error));
  })();
  return tidying;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void tidyUp().then(() => process.exit(130)));

/** Linux's number for a file system that lives in memory. */
const inMemory = 0x01021994;

/** A folder of its own for one bench, on a disk: in memory, a commit would cost nothing. */
export async function temporaryFolder(): Promise<string> {
  const isDisk = (await statfs(tmpdir())).type !== inMemory;
  const parent = isDisk ? tmpdir() : join(home, "data");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "roomlight-bench-"));
  undoLater(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
