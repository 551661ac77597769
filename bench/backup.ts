import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../app/commands/install.js";
import { temporaryFolder } from "./parts/cleanup";
import { createDatabase, openSeededDatabase } from "./parts/scale/seeded-database";
import { reportVerdict } from "./parts/statistics";

const sizes = process.env["BENCH_SMALL"] ? ([1_000, 10_000] as const) : ([100_000, 1_000_000] as const);
/** Ten times as many gifts may take so many times the memory. */
const maxRatio = 1.5;
const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;

/**
 * A backup of a charity with a million gifts, and its restoring into an empty database, which compares every table: time and memory, as the
 * commands take them. BENCH_DATABASES names two that were filled before, with a comma between. Linux alone.
 * @returns whether memory stays flat
 */
export async function backup(): Promise<boolean> {
  const seeded = process.env["BENCH_DATABASES"]?.split(",") ?? [];
  const peaks: number[][] = [];
  for (const [index, gifts] of sizes.entries()) {
    const url = seeded[index] ?? (await openSeededDatabase(gifts));
    const folder = await temporaryFolder();
    const identity = await generateX25519Identity();
    writeFileSync(join(folder, "key"), identity);
    const env = { SITE_MODE: "try", BACKUP_DIR: join(folder, "backups"), BACKUP_RECIPIENT: await identityToRecipient(identity) };
    const made = await runCommand("backup", [], { ...env, DATABASE_URL: url });
    const [name = ""] = readdirSync(env.BACKUP_DIR);
    const file = join(env.BACKUP_DIR, name);
    const place = await createDatabase(url, `restored_${gifts}`);
    const restored = await runCommand("restore", [file, "--key", join(folder, "key")], { ...env, DATABASE_URL: place });
    peaks.push([made.peak, restored.peak]);
    const told = ({ seconds, peak }: typeof made) => `${seconds.toFixed(0)} s, ${mebibytes(peak)} at most`;
    console.log(
      `${gifts.toLocaleString("en-GB")} gifts: backup ${told(made)}, file ${mebibytes(statSync(file).size)}; restore ${told(restored)}`,
    );
  }
  const [few = [], many = []] = peaks;
  const ratios = many.map((peak, index) => peak / (few[index] ?? 0));
  return reportVerdict(
    ratios.every((ratio) => ratio <= maxRatio),
    `ten times as many gifts take at most ${maxRatio} times the memory: ${ratios.map((ratio) => ratio.toFixed(2)).join(" to make, ")} to restore`,
  );
}

/** Runs a command as npm does. @returns seconds, and the bytes that it held at most */
async function runCommand(name: string, args: string[], env: Record<string, string>): Promise<{ seconds: number; peak: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", `app/commands/${name}.ts`, ...args], {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit"],
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
  });
  let peak = 0;
  const ended = once(child, "exit");
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, peakOf(child.pid ?? 0));
    await Promise.race([sleep(50), ended]);
  }
  if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}`);
  return { seconds: (performance.now() - began) / 1000, peak };
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
