import { spawn } from "node:child_process";
import { once } from "node:events";
import { bin, projectRoot, install } from "./install.js";

/**
 * npm run check: all that can be told without running the site. Prints every failure, not only the first.
 * With --strict, help pages and contacts whose review is due fail it too.
 */
export const checks = /** @type {const} */ ([
  ["types", "tsc", ["--noEmit", "-p", "."]],
  ["lint", "oxlint", ["--type-aware", "--deny-warnings"]],
  ["format", "oxfmt", ["--check", "."]],
  ["layers", "depcruise", ["app", "emails"]],
  ["nothing unused", "knip", []],
  ["help content", "tsx", ["app/commands/check-content.ts", ...process.argv.slice(2)]],
  ["words", "tsx", ["app/commands/words/check-words.ts"]],
]);

/** Two at a time: most of them use one core. @returns {Promise<{ passed: number, failures: string[] }>} */
export async function check() {
  /** @type {string[]} */
  const failures = [];
  const queue = [...checks];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, program, args] = next;
      const { status, output } = await runProgram(bin(program), args);
      console.log(`${status === 0 ? "ok  " : "FAIL"}  ${name}`);
      if (status === 0) continue;
      failures.push(name);
      console.log(output.trim());
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: checks.length - failures.length, failures };
}

/** @param {string} program @param {readonly string[]} args @returns {Promise<{ status: number | null, output: string }>} */
async function runProgram(program, args) {
  const child = spawn(program, args, {
    cwd: projectRoot,
    env: { ...process.env, SITE_MODE: "test" },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
  const [status] = await once(child, "close");
  return { status, output };
}

if (process.argv[1]?.endsWith("check.js")) {
  install();
  process.exit((await check()).failures.length > 0 ? 1 : 0);
}
