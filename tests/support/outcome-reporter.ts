import { writeFileSync } from "node:fs";
import type { Reporter } from "vitest/node";

/** Writes how many tests passed, and everything that failed, in a line each, to the file that OUTCOME names: `npm run verify` ends with it. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter["onTestRunEnd"]> = (files, unhandledErrors) => {
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const failedTests = tests.filter((test) => test.result().state === "failed");
    // A suite whose hooks failed, or a file that does not load, fails without any test of its own having done so.
    const failedElsewhere = files.flatMap((file) => [file, ...file.children.allSuites()]).filter((suite) => suite.errors().length > 0);
    const failures = [
      ...failedTests.map((test) => `${test.module.relativeModuleId}: ${test.fullName}: ${getFirstLine(test.result().errors?.[0])}`),
      ...failedElsewhere.map((suite) =>
        suite.type === "module"
          ? `${suite.relativeModuleId}: ${getFirstLine(suite.errors()[0])}`
          : `${suite.module.relativeModuleId}: ${suite.fullName}: ${getFirstLine(suite.errors()[0])}`,
      ),
      ...unhandledErrors.map((error) => `outside of every test: ${error.stack ?? error.message}`),
    ];
    const passed = tests.filter((test) => test.result().state === "passed").length;
    writeFileSync(process.env.OUTCOME!, JSON.stringify({ passed, failures }));
  };
}

const getFirstLine = (error: { message?: string } | undefined) => error?.message?.split("\n")[0] ?? "no message";
