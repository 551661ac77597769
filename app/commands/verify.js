import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.js";
import { check } from "./check.js";
import { findChromium } from "./chromium.js";
import { bin, home, install } from "./install.js";

/** npm run verify: everything, from nothing. Its last line says how much passed and failed. */
install();
const chromium = findChromium();
const totals = check();
build();

const folder = mkdtempSync(join(tmpdir(), "roomlight-verify-"));
/** @type {string[]} */
const failures = [];
for (const project of ["rules", "flows", "journeys"]) {
  console.log(`\n${project}`);
  const outcome = join(folder, `${project}.json`);
  const { status, signal } = spawnSync(
    bin("vitest"),
    ["run", "--project", project, "--reporter=default", "--reporter=./tests/outcome-reporter.ts"],
    { cwd: home, stdio: "inherit", env: { ...process.env, CHROMIUM: chromium, OUTCOME: outcome } },
  );
  const result = existsSync(outcome) ? JSON.parse(readFileSync(outcome, "utf8")) : { passed: 0, failures: [] };
  totals.passed += result.passed;
  failures.push(...result.failures.map((/** @type {string} */ failure) => `${project}: ${failure}`));
  // A run that broke in any other way has failed too.
  if (status !== 0 && result.failures.length === 0) failures.push(`${project}: ended with ${signal ?? status}, though no test failed`);
}
rmSync(folder, { recursive: true, force: true });
totals.failed += failures.length;
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
