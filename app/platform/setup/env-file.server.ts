import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { parseEnv } from "node:util";

export type Variables = Record<string, string | undefined>;

/** Thrown where a file of settings is there already and may not be written over. Nothing was changed. */
export class EnvFileExists extends Error {}

/** The settings that stand in a file; none where there is no file. */
export const readEnvFile = (path: string): Variables => (existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {});

/**
 * Settings as lines that Node reads back as they were.
 * @throws RangeError of a value that no line can hold
 */
export function renderEnvFile(heading: string, variables: Variables): string {
  const lines = Object.entries(variables).flatMap(([name, value]) => (value ? [`${name}=${quote(name, value)}`] : []));
  return `${heading
    .split("\n")
    .map((line) => `# ${line}`)
    .join("\n")}\n\n${lines.join("\n")}\n`;
}

function quote(name: string, value: string): string {
  if (/^[\w./:@+=,-]+$/.test(value)) return value;
  const sign = ["'", '"', "`"].find((mark) => !value.includes(mark) && !(mark === '"' && value.includes("\\")));
  if (sign === undefined || /[\r\n]/.test(value))
    throw new RangeError(`${name}: no line can hold this value: leave out line breaks and one kind of quotation marks`);
  return `${sign}${value}${sign}`;
}

/**
 * Writes a file of settings that its owner alone may read. It is there whole or not at all, whenever the machine stops.
 * @throws EnvFileExists where there is one, unless it may be written over
 */
export async function writeEnvFile(path: string, text: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (overwrite) return renameSync(draft, path);
    // Unlike a renaming, this never takes the place of a file that came meanwhile.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new EnvFileExists(`${path} is there already`);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether others on this machine may read a file. */
export const isReadByOthers = (path: string): boolean => process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
