import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, expect, it } from "vitest";
import { EnvFileExists, isReadByOthers, readEnvFile, renderEnvFile, writeEnvFile } from "~/platform/setup/env-file.server";

const folder = mkdtempSync(join(tmpdir(), "roomlight-env-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("settings are read back as they were written, whatever signs they hold, or refused", () => {
  const value = fc.string({ minLength: 1, unit: fc.constantFrom(..."ab1 #'\"`\\$={}<>@;,", "\\n", "é", "\n") });
  fc.assert(
    fc.property(value, (text) => {
      try {
        expect(parseEnv(renderEnvFile("A heading\nof two lines", { FIRST: text, SECOND: "after" }))).toEqual({
          FIRST: text,
          SECOND: "after",
        });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        expect(/\n|'.*["`]|["`].*'|`.*["']/s.test(text)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it("a file of settings is its owner's alone, is never written over unasked, and leaves no draft", async () => {
  const path = join(folder, ".env");
  await writeEnvFile(path, "A=1\n", { overwrite: false });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(isReadByOthers(path)).toBe(false);
  await expect(writeEnvFile(path, "A=2\n", { overwrite: false })).rejects.toThrow(EnvFileExists);
  expect(readEnvFile(path)).toEqual({ A: "1" });
  await writeEnvFile(path, "A=3\n", { overwrite: true });
  expect(readFileSync(path, "utf8")).toBe("A=3\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual([".env"]);
  writeFileSync(join(folder, "open"), "", { mode: 0o644 });
  expect(isReadByOthers(join(folder, "open"))).toBe(true);
  expect(readEnvFile(join(folder, "nowhere"))).toEqual({});
});
