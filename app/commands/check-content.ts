import { checkContent, contentFiles } from "~/help/check/check-content.server";
import { checkReading } from "~/help/check/check-reading.server";
import { londonDate } from "~/platform/london-dates";
import { now } from "~/platform/clock";

/**
 * Checks the help pages and contacts as they stand in their files. What is wrong fails; what is due for review is
 * said, and fails too with --strict.
 */
const strict = process.argv.includes("--strict");
const files = contentFiles();
const findings = [...checkContent(files, londonDate(now())), ...checkReading(files)];
for (const { kind, file, line, message } of findings) console.log(`${kind === "error" ? "error" : "due  "} ${file}:${line}: ${message}`);
process.exit(findings.some(({ kind }) => strict || kind === "error") ? 1 : 0);
