import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder: commands work from any other. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

const hashFiles = (/** @type {string[]} */ files) => {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(readFileSync(join(projectRoot, file)));
  return hash.digest("hex");
};

/**
 * Runs a program of the project in its folder, showing what it prints. Ends this process if it fails.
 * @param {string} program @param {string[]} args @param {Record<string, string>} [env]
 */
export function run(program, args, env = {}) {
  const { status } = spawnSync(program, args, {
    cwd: projectRoot,
    stdio: "inherit",
    env: { ...process.env, ...env },
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Where a program of a package is. @param {string} name */
export const bin = (name) => join(projectRoot, "node_modules", ".bin", name);

/** Installs the packages of package-lock.json unless they are there already, and makes the database client. Takes seconds the second time. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Roomlight needs Node 20.19 or later; this is ${process.version}. https://nodejs.org has it.`);
    process.exit(1);
  }
  runOnceFor("packages", ["package.json", "package-lock.json"], existsSync(join(projectRoot, "node_modules", ".bin", "remix")), () => {
    console.log("Installing packages …");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { NODE_ENV: "development" });
  });
  const schema = readdirSync(join(projectRoot, "prisma", "schema"))
    .filter((name) => name.endsWith(".prisma"))
    .toSorted()
    .map((name) => `prisma/schema/${name}`);
  runOnceFor("client", [...schema, "package-lock.json"], existsSync(join(projectRoot, "prisma", "client", "client.ts")), generate);
}

/** Makes the typed database client. The engine it would fetch is not needed for that. */
function generate() {
  run(bin("prisma"), ["generate"], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.platform === "win32" ? process.execPath : "/bin/false",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  });
}

/** Does something unless it was done for these very files. @param {string} what @param {string[]} files @param {boolean} alreadyDone @param {() => void} work */
function runOnceFor(what, files, alreadyDone, work) {
  const folder = join(projectRoot, "node_modules", ".cache", "roomlight");
  const stampFile = join(folder, `${what}.done`);
  const filesHash = hashFiles(files);
  if (alreadyDone && existsSync(stampFile) && readFileSync(stampFile, "utf8") === filesHash) return;
  work();
  mkdirSync(folder, { recursive: true });
  writeFileSync(stampFile, filesHash);
}
