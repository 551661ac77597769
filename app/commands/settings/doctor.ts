import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { takeGivenSettings } from "./given-settings";

/** `npm run doctor` looks at the settings and at all that they lead to, one line each, and ends with 1 where anything is wrong. */

const given = takeGivenSettings();
const { values } = parseArgs({ options: { file: { type: "string", default: ".env" } } });
const { isReadByOthers, readEnvFile } = await import("~/platform/setup/env-file.server");
const { lineOf, right, wrong } = await import("~/platform/setup/finding");
const { inspectSettings, readSettings } = await import("./inspect-settings");

// As on the site itself, the environment goes before the file.
const variables = { ...readEnvFile(values.file), ...given };
const { errors, config } = readSettings(variables);
const findings = [...errors];
if (existsSync(values.file) && isReadByOthers(values.file))
  findings.push(wrong("Settings", `others on this machine may read ${values.file}`, `Run \`chmod 600 ${values.file}\``));
if (config) findings.push(right("Settings", "they are whole"));
if (config?.sandbox) findings.push(right("Stripe and Resend", "this is a demonstration, and nothing about it is real"));
else findings.push(...(await inspectSettings(variables)));
for (const finding of findings) console.log(lineOf(finding));
const wrongs = findings.filter(({ isRight }) => !isRight).length;
console.log(wrongs === 0 ? "Nothing is wrong." : `${wrongs} wrong.`);
process.exitCode = wrongs === 0 ? 0 : 1;
