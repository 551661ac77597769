import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { buildContract } from "./build";
import { converter } from "./convert";
import type { Contract } from "./schema";

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
  const builder = createHash("sha256")
    .update(`${String(buildContract)}${String(converter)}`)
    .digest("hex")
    .slice(0, 12);
  const file = join(dirname(root), ".cache", "roomlight", `stripe-contract-${version}-${builder}.json`);
  const kept = read(file);
  if (kept) return kept;
  const { default: ts } = await import("typescript");
  const contract = buildContract(ts, root);
  keep(file, contract);
  return contract;
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

/** Renamed into place whole, so that two processes can do this at once. A folder that can't be written costs only time. */
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
