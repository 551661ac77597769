import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, projectRoot } from "../../app/commands/install.js";

/** The code before the last migration, built in a folder of its own. Null: there is no history to take it from, so this version plays both. */
export function buildOldVersion(): { folder: string; commit: string; remove(): void } | null {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: projectRoot, maxBuffer: 2 ** 30 });
  let commit: string;
  try {
    const last = git("log", "-1", "--format=%H", "--", "prisma/migrations").toString().trim();
    commit = git("rev-parse", `${last}^`).toString().trim();
  } catch {
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "roomlight-old-version-"));
  execFileSync("tar", ["-x", "-C", folder], { input: git("archive", commit) });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  const run = (name: string, args: string[], env: Record<string, string>) =>
    execFileSync(bin(name), args, { cwd: folder, stdio: "pipe", env: { ...process.env, ...env } });
  // The engine that it would fetch is not needed for that.
  run("prisma", ["generate"], { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false", PRISMA_HIDE_UPDATE_MESSAGE: "1" });
  run("remix", ["vite:build", "--logLevel", "warn"], { NODE_ENV: "production" });
  return { folder, commit, remove: () => rmSync(folder, { recursive: true }) };
}
