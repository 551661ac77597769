import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder: commands work from any other. */
export const home = fileURLToPath(new URL("../../", import.meta.url));

const digest = (/** @type {string[]} */ files) => {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(readFileSync(join(home, file)));
  return hash.digest("hex");
};

/**
 * Runs a program of the project in its folder, showing what it prints. Ends this process if it fails.
 * @param {string} program @param {string[]} words @param {Record<string, string>} [env]
 */
export function run(program, words, env = {}) {
  const { status } = spawnSync(program, words, {
    cwd: home,
    stdio: "inherit",
    env: { ...process.env, ...env },
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Where a program of a package is. @param {string} name */
export const bin = (name) => join(home, "node_modules", ".bin", name);

/** Installs the packages of package-lock.json unless they are there already, and makes the database client. Takes seconds the second time. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Roomlight needs Node 20.19 or later; this is ${process.version}. https://nodejs.org has it.`);
    process.exit(1);
  }
  once("packages", ["package.json", "package-lock.json"], existsSync(join(home, "node_modules", ".bin", "remix")), () => {
    console.log("Installing packages …");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { NODE_ENV: "development" });
  });
  const schema = ["schema", "platform", "giving", "supporters", "newsletter", "issues", "lists", "sponsorship"].map(
    (name) => `prisma/schema/${name}.prisma`,
  );
  once("client", [...schema, "package-lock.json"], existsSync(join(home, "prisma", "client", "client.ts")), generate);
}

/** Makes the typed database client. The engine it would fetch is not needed for that. */
function generate() {
  run(bin("prisma"), ["generate"], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.platform === "win32" ? process.execPath : "/bin/false",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  });
}

/** Does something unless it was done for these very files. @param {string} what @param {string[]} files @param {boolean} there @param {() => void} work */
function once(what, files, there, work) {
  const folder = join(home, "node_modules", ".cache", "roomlight");
  const mark = join(folder, `${what}.done`);
  const now = digest(files);
  if (there && existsSync(mark) && readFileSync(mark, "utf8") === now) return;
  work();
  mkdirSync(folder, { recursive: true });
  writeFileSync(mark, now);
}
