import { spawnSync } from "node:child_process";
import { bin, home, install } from "./install.js";

/**
 * npm run check: all that can be told without running the site. Prints every failure, not only the first.
 * With --strict, help pages and contacts whose review is due fail it too.
 */
export const checks = /** @type {const} */ ([
  ["types", "tsc", ["--noEmit", "-p", "."]],
  ["lint", "oxlint", ["--type-aware", "--deny-warnings"]],
  ["format", "oxfmt", ["--check", "."]],
  ["floors", "depcruise", ["--config", "tests/floors.cjs", "app", "emails"]],
  ["nothing unused", "knip", []],
  ["help content", "tsx", ["app/commands/check-content.ts", ...process.argv.slice(2)]],
]);

/** @returns {{ passed: number, failed: number }} */
export function check() {
  let failed = 0;
  for (const [name, program, words] of checks) {
    const { status, stdout, stderr } = spawnSync(bin(program), words, {
      cwd: home,
      encoding: "utf8",
      env: { ...process.env, SITE_MODE: "test" },
    });
    console.log(`${status === 0 ? "ok  " : "FAIL"}  ${name}`);
    if (status === 0) continue;
    failed += 1;
    console.log(`${stdout}${stderr}`.trim());
  }
  return { passed: checks.length - failed, failed };
}

if (process.argv[1]?.endsWith("check.js")) {
  install();
  process.exit(check().failed > 0 ? 1 : 0);
}
