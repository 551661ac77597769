import { createReadStream, createWriteStream } from "node:fs";
import { exportSubscribers } from "~/newsletter/imports/export-subscribers.server";
import { importRows } from "~/newsletter/imports/import-rows.server";
import { formatRowResult } from "~/newsletter/imports/columns";
import { formatLines } from "~/newsletter/imports/import";
import { formatPeople } from "~/platform/number-words";
import { fileSource } from "~/newsletter/imports/parse-csv.server";
import { suppressFile } from "~/newsletter/suppressions/suppress-file.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { dateOrderLabels, dateOrders, type DateOrder } from "~/platform/typed-date";
import { openMigratedDatabase } from "./open-migrated-database";

const usage = `Write one of:
  npm run newsletter -- import people.csv --dry-run    says line by line what would happen, and changes nothing
  npm run newsletter -- import people.csv              imports; needs email, topics, consented_at, consent_words, consent_source
      days such as 1/3/2026: add --day-first (1 March) or --month-first (3 January) where the file does not show it
  npm run newsletter -- export people.csv              writes everybody, with status and evidence of consent
  npm run newsletter -- suppress fps addresses.txt     never writes to these addresses (one a line) again; also: ${suppressionReasons.filter((reason) => reason !== "fps").join(", ")}`;

const formatCount = (count: number) => count.toLocaleString("en-GB");

/** Progress goes to the terminal alone, so that a redirected report holds lines only. */
const showProgress = (text: string) => void (process.stderr.isTTY ? process.stderr.write(`\r  ${text}   `) : null);

async function runImport(path: string, dryRun: boolean, dateOrder: DateOrder | null): Promise<boolean> {
  const onRow = (number: number, result: Parameters<typeof formatRowResult>[0]) =>
    console.log(`line ${number}: ${formatRowResult(result)}`);
  const counts = await importRows(fileSource(path), {
    dryRun,
    dateOrder,
    onDateOrder: (order) => order && console.log(`Days such as 01/03/2026 are read as ${dateOrderLabels[order]}.`),
    onRow,
    onProgress: (lines, phase) => showProgress(`${phase}: ${formatLines(lines)}`),
  });
  showProgress("");
  if ("unclear" in counts) {
    console.error(
      "Nothing was changed. Days such as 1/3/2026 can be read in two ways: add --day-first (1 March) or --month-first (3 January).",
    );
    return false;
  }
  if ("unreadable" in counts) {
    console.error(`Nothing was changed. ${counts.unreadable}`);
    return false;
  }
  console.log(
    `${formatLines(counts.lines)}: ${formatCount(counts.subscribed)} ${dryRun ? "would be " : ""}subscribed, ${formatCount(counts.unchanged)} left as they are, ${formatCount(counts.refused)} not taken.${dryRun ? " This was a dry run: nothing was changed." : ""}`,
  );
  return counts.refused === 0;
}

async function runExport(path: string): Promise<boolean> {
  // Only for whoever runs this: it names people. An older file is not written over.
  await exportSubscribers(createWriteStream(path, { mode: 0o600, flags: "wx" }), (people) => showProgress(formatPeople(people)));
  showProgress("");
  console.log(`Wrote ${path}. It names people: store it where only you can read it, and delete it when you are done.`);
  return true;
}

async function runSuppress(reason: string, path: string): Promise<boolean> {
  const suppressionReason = suppressionReasons.find((candidate) => candidate === reason);
  if (!suppressionReason) throw new Error(`There is no reason ${reason}: write one of ${suppressionReasons.join(", ")}`);
  const { added, alreadySuppressed, invalidLines } = await suppressFile(createReadStream(path), suppressionReason);
  console.log(`${formatCount(added)} suppressed, ${formatCount(alreadySuppressed)} had been before.`);
  if (invalidLines.length > 0) console.log(`NOT TAKEN, because they are no addresses: lines ${invalidLines.join(", ")}`);
  return invalidLines.length === 0;
}

const flagOf = (order: DateOrder) => `--${order.replace("_", "-")}`;
const importFlags = ["--dry-run", ...dateOrders.map(flagOf)];

const [command, ...args] = process.argv.slice(2);
const [first, second] = args.filter((word) => !word.startsWith("--"));
const task =
  command === "import" && first
    ? () => runImport(first, args.includes("--dry-run"), dateOrders.find((order) => args.includes(flagOf(order))) ?? null)
    : command === "export" && first
      ? () => runExport(first)
      : command === "suppress" && first && second
        ? () => runSuppress(first, second)
        : null;
const unknownFlag = args.find((word) => word.startsWith("--") && !(command === "import" && importFlags.includes(word)));

if (!task || unknownFlag) {
  console.error(unknownFlag ? `There is no ${unknownFlag}.\n${usage}` : usage);
  process.exitCode = 1;
} else {
  const database = await openMigratedDatabase();
  try {
    if (!(await task())) process.exitCode = 1;
  } catch (error) {
    const { code } = error as { code?: string };
    console.error(
      code === "EEXIST"
        ? `${first} is there already: write another name.`
        : code === "ENOENT"
          ? "The file can’t be opened: is it there?"
          : error,
    );
    process.exitCode = 1;
  } finally {
    await database.stop();
  }
}
