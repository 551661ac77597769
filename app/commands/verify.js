import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.js";
import { findChromium } from "./chromium.js";
import { bin, home, install } from "./install.js";

/** npm run verify: everything, from nothing. Its last line says how much passed and failed. */
install();
const chromium = findChromium();
// Built while it is checked: neither needs the other, and together they use all cores.
const building = once(spawn(process.execPath, [join(home, "app", "commands", "build.js")], { stdio: "inherit" }), "exit");
const totals = await check();
const [built] = await building;
if (built !== 0) {
  console.log(`\nWhat failed:\n  build: it ended with ${built}\n\n${totals.passed} passed, ${totals.failed + 1} failed`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "roomlight-verify-"));
/** @type {string[]} */
const failures = [];
const outside = "outside of every test";
/** @param {string} failure */
const isOutside = (failure) => failure.startsWith(outside);
for (const project of ["rules", "flows", "journeys"]) {
  console.log(`\n${project}`);
  let result = run(project);
  // What broke outside of every test (a helper process, the runner itself) is looked at once more; what is wrong breaks again.
  if (result.failures.length > 0 && result.failures.every(isOutside)) {
    console.log(`\nOnce more, since no test failed, but:\n${result.failures.map((failure) => `  ${failure}`).join("\n")}`);
    result = run(project);
  }
  totals.passed += result.passed;
  failures.push(...result.failures.map((failure) => `${project}: ${failure}`));
}
rmSync(folder, { recursive: true, force: true });
totals.failed += failures.length;
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);

/** @param {string} project @returns {{ passed: number, failures: string[] }} */
function run(project) {
  const outcome = join(folder, `${project}.json`);
  rmSync(outcome, { force: true });
  const { status, signal } = spawnSync(
    bin("vitest"),
    ["run", "--project", project, "--reporter=default", "--reporter=./tests/outcome-reporter.ts"],
    { cwd: home, stdio: "inherit", env: { ...process.env, CHROMIUM: chromium, OUTCOME: outcome } },
  );
  /** @type {{ passed: number, failures: string[] }} */
  const result = existsSync(outcome) ? JSON.parse(readFileSync(outcome, "utf8")) : { passed: 0, failures: [] };
  if (status !== 0 && result.failures.length === 0)
    result.failures.push(`${outside}: ended with ${signal ?? status}, though no test failed`);
  return result;
}
