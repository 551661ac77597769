import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.js";
import { findChromium } from "./chromium.js";
import { bin, projectRoot, install } from "./install.js";

/** npm run verify: everything, from nothing. Its last line says how much passed and failed. */
install();
const chromium = findChromium();
// What can be told without running the site is told beside what runs it: the checks compute, most tests wait.
const checksRunning = check();
const [buildStatus] = await once(spawn(process.execPath, [join(projectRoot, "app", "commands", "build.js")], { stdio: "inherit" }), "exit");

const folder = mkdtempSync(join(tmpdir(), "roomlight-verify-"));
/** @type {string[]} */
const failures = [];
const outsideTests = "outside of every test";
/** @param {string} failure */
const isOutsideTests = (failure) => failure.startsWith(outsideTests);
let passed = 0;
for (const project of buildStatus === 0 ? ["unit", "integration", "e2e"] : []) {
  // A browser needs the machine for itself.
  if (project === "e2e") await checksRunning;
  console.log(`\n${project}`);
  let result = await run(project);
  // What broke outside of every test (a helper process, the runner itself) is looked at once more; what is wrong breaks again.
  if (result.failures.length > 0 && result.failures.every(isOutsideTests)) {
    console.log(`\nOnce more, since no test failed, but:\n${result.failures.map((failure) => `  ${failure}`).join("\n")}`);
    result = await run(project);
  }
  passed += result.passed;
  failures.push(...result.failures.map((failure) => `${project}: ${failure}`));
}
rmSync(folder, { recursive: true, force: true });
if (buildStatus !== 0) failures.push(`build: it ended with ${buildStatus}`);
const checked = await checksRunning;
passed += checked.passed;
failures.push(...checked.failures.map((name) => `check: ${name}`));
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

/** @param {string} project @returns {Promise<{ passed: number, failures: string[] }>} */
async function run(project) {
  const resultFile = join(folder, `${project}.json`);
  rmSync(resultFile, { force: true });
  const args = ["run", "--project", project, "--reporter=default", "--reporter=./tests/support/outcome-reporter.ts"];
  const env = { ...process.env, CHROMIUM: chromium, OUTCOME: resultFile };
  const [status, signal] = await once(spawn(bin("vitest"), args, { cwd: projectRoot, stdio: "inherit", env }), "exit");
  /** @type {{ passed: number, failures: string[] }} */
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : { passed: 0, failures: [] };
  if (status !== 0 && result.failures.length === 0)
    result.failures.push(`${outsideTests}: ended with ${signal ?? status}, though no test failed`);
  return result;
}
