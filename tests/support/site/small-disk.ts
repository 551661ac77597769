import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type SmallDisk = {
  folder: string;
  /** Leaves no room at all. */
  fill(): void;
  makeRoom(): void;
  remove(): void;
};

/** A disk of its own, which can be filled without harm: only root may mount one. Null: there is none, and why. */
export function mountSmallDisk(): { disk: SmallDisk; reason: null } | { disk: null; reason: string } {
  const folder = mkdtempSync(join(tmpdir(), "roomlight-full-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    rmSync(folder, { recursive: true });
    return { disk: null, reason: `no disk can be mounted here: ${String(error).split("\n")[0]}` };
  }
  const filling = join(folder, "full");
  const disk = {
    folder,
    fill() {
      try {
        for (;;) appendFileSync(filling, Buffer.alloc(statfsSync(folder).bavail > 1024 ? 1024 * 1024 : 512));
      } catch (error) {
        if ((error as { code?: string }).code !== "ENOSPC") throw error;
      }
    },
    makeRoom: () => rmSync(filling),
    remove() {
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true });
    },
  };
  return { disk, reason: null };
}
