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
let passed = 0;
for (const project of buildStatus === 0 ? ["unit", "integration", "e2e"] : []) {
  // A browser needs the machine for itself.
  if (project === "e2e") await checksRunning;
  console.log(`\n${project}`);
  const result = await run(project);
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
  const runner = spawn(bin("vitest"), args, { cwd: projectRoot, stdio: ["inherit", "inherit", "pipe"], env });
  let log = "";
  runner.stderr.on("data", (chunk) => {
    process.stderr.write(chunk);
    log = (log + chunk).slice(-4000);
  });
  const [status, signal] = await once(runner, "close");
  /** @type {{ passed: number, failures: string[] }} */
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : { passed: 0, failures: [] };
  if (status !== 0 && result.failures.length === 0)
    result.failures.push(`outside of every test: ended with ${signal ?? status}, though no test failed. It last said:\n${log}`);
  return result;
}
