import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { buildContract } from "./build";
import { converter } from "./convert";
import type { Contract } from "./schema";

const patience = 40_000;
let loading: Promise<Contract> | undefined;

/**
 * The contract of the installed package `stripe`. Deriving it takes some seconds, so it is kept in
 * node_modules/.cache/roomlight, under a name that changes with the package's version and with the code that derives it.
 */
export function loadContract(): Promise<Contract> {
  loading ??= readOrBuild();
  return loading;
}

async function readOrBuild(): Promise<Contract> {
  const root = packageFolder();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const builder = createHash("sha256").update(builderCode()).digest("hex").slice(0, 12);
  const file = join(dirname(root), ".cache", "roomlight", `stripe-contract-${version}-${builder}.json`);
  const kept = read(file);
  if (kept) return kept;
  const alone = await waitForOther(file);
  try {
    const theirs = read(file);
    if (theirs) return theirs;
    const { default: ts } = await import("typescript");
    const contract = buildContract(ts, root);
    keep(file, contract);
    return contract;
  } finally {
    if (alone) rmSync(`${file}.under-way`, { recursive: true, force: true });
  }
}

/**
 * Lets one process derive the contract while the others wait for it: the work takes a processor to itself.
 * @returns whether this process is the one; another that takes too long, or was killed, is not waited for
 */
async function waitForOther(file: string): Promise<boolean> {
  const patienceEnds = Date.now() + patience;
  while (Date.now() < patienceEnds && !read(file)) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      mkdirSync(`${file}.under-way`);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
      if (isLeftOver(`${file}.under-way`)) rmSync(`${file}.under-way`, { recursive: true, force: true });
      await wait(100);
    }
  }
  return false;
}

function isLeftOver(folder: string): boolean {
  const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return mtimeMs !== undefined && Date.now() - mtimeMs > patience;
}

/** What derives the contract: its source where that is at hand, and in a bundle the functions as they stand there. */
function builderCode(): string {
  try {
    return ["build.ts", "convert.ts"].map((file) => readFileSync(new URL(file, import.meta.url), "utf8")).join("");
  } catch {
    return `${String(buildContract)}${String(converter)}`;
  }
}

function packageFolder(): string {
  const entry = createRequire(import.meta.url).resolve("stripe");
  const folder = `${sep}node_modules${sep}stripe${sep}`;
  return entry.slice(0, entry.lastIndexOf(folder) + folder.length - 1);
}

function read(file: string): Contract | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Contract;
  } catch {
    return null;
  }
}

/** Renamed into place whole, so that nobody reads half of it. A folder that can't be written costs only time. */
function keep(file: string, contract: Contract): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const unfinished = `${file}.${randomUUID()}`;
    writeFileSync(unfinished, JSON.stringify(contract));
    renameSync(unfinished, file);
  } catch (error) {
    console.warn(`The Stripe contract could not be kept for the next start: ${error instanceof Error ? error.message : String(error)}`);
  }
}
