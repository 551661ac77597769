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
for (const project of ["rules", "flows", "journeys"]) {
  console.log(`\n${project}`);
  const report = join(folder, `${project}.json`);
  const env = { ...process.env, CHROMIUM: chromium };
  const { status } = spawnSync(
    bin("vitest"),
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { cwd: home, stdio: "inherit", env },
  );
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { numPassedTests: 0, numFailedTests: 1 };
  totals.passed += result.numPassedTests;
  // A run that broke without a failed test (a file that does not load, an error outside of tests) has failed too.
  totals.failed += result.numFailedTests || (status === 0 ? 0 : 1);
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
