import { spawnSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { readText } from "./processes.server";
import { giveTo, nobody, type ServerUser } from "./server-user.server";

/**
 * Writes who may connect, over whatever stands there: by the socket alone, and only a process of root, of the user that
 * this process runs as, or of the one that the folder belongs to. PostgreSQL asks the kernel who that is (peer). Every
 * process may be of `nobody`, so where root lends the server that user, it may not connect.
 * @returns whether anything changed: a server that runs must then read them again
 */
export function writeAccessRules(dataDir: string, user: ServerUser): boolean {
  const names = new Set(["root", userInfo().username]);
  if (user && user.uid !== nobody.uid) names.add(nameOf(user.uid));
  const map = [...names].map((name) => `site "${name}" postgres\n`).join("");
  const written = [write(dataDir, "pg_ident.conf", map, user), write(dataDir, "pg_hba.conf", "local all postgres peer map=site\n", user)];
  return written.includes(true);
}

const nameOf = (uid: number) => spawnSync("id", ["-un", String(uid)], { encoding: "utf8" }).stdout.trim();

/** Renamed into place, so that PostgreSQL never reads half of it. */
function write(dataDir: string, name: string, rules: string, user: ServerUser): boolean {
  const file = join(dataDir, name);
  const text = `# Written by each start of the site.\n${rules}`;
  if (readText(file) === text) return false;
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  giveTo(user, fresh);
  renameSync(fresh, file);
  return true;
}
