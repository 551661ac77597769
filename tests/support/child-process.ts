import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { patienceMs } from "./wait-until";

export type Child = {
  pid: number;
  /** What it has printed so far, line by line. */
  lines: string[];
  /** Waits for a line that matches, printed before or later. */
  waitForLine(pattern: RegExp): Promise<string>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C would, or waits for its own end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/**
 * Runs a piece of TypeScript in a process of its own, for tests of what happens when one dies.
 * @param script a module; it may import by paths from the project's folder, such as "./app/platform/clock.ts"
 * @param values arrive in process.argv, from the second on
 */
export function runInChild(script: string, ...values: string[]): Child {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script, "--", ...values], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const ended = once(child, "close");
  // A test that fails before it ends its child leaves nothing to the next.
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    pid: child.pid ?? 0,
    lines,
    async waitForLine(pattern) {
      for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
        const found = lines.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (hasEnded(child)) break;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`The child never printed ${String(pattern)}, but: ${[...lines, ...errors].join("\n")}`);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop(signal) {
      if (signal) child.kill(signal);
      await ended;
    },
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
