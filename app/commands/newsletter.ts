import { createReadStream, createWriteStream } from "node:fs";
import { exportList } from "~/newsletter/imports/export-subscribers.server";
import { importList } from "~/newsletter/imports/import-rows.server";
import { verdictInWords } from "~/newsletter/imports/columns";
import { listInFile } from "~/newsletter/imports/parse-csv.server";
import { suppressList } from "~/newsletter/suppressions/suppress-file.server";
import { suppressionReasons } from "~/newsletter/suppressions/suppression";
import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";

const usage = `Write one of:
  npm run newsletter -- import people.csv --dry-run    says line by line what would happen, and changes nothing
  npm run newsletter -- import people.csv              imports; needs email, topics, consented_at, consent_words, consent_source
  npm run newsletter -- export people.csv              writes everybody, with status and evidence of consent
  npm run newsletter -- suppress fps addresses.txt     never writes to these addresses (one a line) again; also: ${suppressionReasons.filter((reason) => reason !== "fps").join(", ")}`;

const figure = (count: number) => count.toLocaleString("en-GB");

/** Progress goes to the terminal alone, so that a redirected report holds lines only. */
const say = (words: string) => void (process.stderr.isTTY ? process.stderr.write(`\r  ${words}   `) : null);

async function runImport(path: string, dryRun: boolean): Promise<boolean> {
  const onLine = (number: number, verdict: Parameters<typeof verdictInWords>[0]) =>
    console.log(`line ${number}: ${verdictInWords(verdict)}`);
  const counts = await importList(listInFile(path), {
    dryRun,
    onLine,
    onProgress: (lines, phase) => say(`${phase}: ${figure(lines)} lines`),
  });
  say("");
  if ("unreadable" in counts) {
    console.error(`Nothing was changed. ${counts.unreadable}`);
    return false;
  }
  console.log(
    `${figure(counts.lines)} lines: ${figure(counts.subscribed)} ${dryRun ? "would be " : ""}subscribed, ${figure(counts.nothing)} left as they are, ${figure(counts.refused)} not taken.${dryRun ? " This was a dry run: nothing was changed." : ""}`,
  );
  return counts.refused === 0;
}

async function runExport(path: string): Promise<boolean> {
  // Only for whoever runs this: it names people. An older file is not written over.
  await exportList(createWriteStream(path, { mode: 0o600, flags: "wx" }), (people) => say(`${figure(people)} people`));
  say("");
  console.log(`Wrote ${path}. It names people: keep it where only you can read it, and delete it when you are done.`);
  return true;
}

async function runSuppress(reason: string, path: string): Promise<boolean> {
  const known = suppressionReasons.find((each) => each === reason);
  if (!known) throw new Error(`There is no reason ${reason}: write one of ${suppressionReasons.join(", ")}`);
  const { added, before, wrong } = await suppressList(createReadStream(path), known);
  console.log(`${figure(added)} suppressed, ${figure(before)} had been before.`);
  if (wrong.length > 0) console.log(`NOT TAKEN, because they are no addresses: lines ${wrong.join(", ")}`);
  return wrong.length === 0;
}

const [command, ...words] = process.argv.slice(2);
const [first, second] = words.filter((word) => !word.startsWith("--"));
const task =
  command === "import" && first
    ? () => runImport(first, words.includes("--dry-run"))
    : command === "export" && first
      ? () => runExport(first)
      : command === "suppress" && first && second
        ? () => runSuppress(first, second)
        : null;
const unknown = words.find((word) => word.startsWith("--") && !(command === "import" && word === "--dry-run"));

if (!task || unknown) {
  console.error(unknown ? `There is no ${unknown}.\n${usage}` : usage);
  process.exitCode = 1;
} else {
  const database = await openDatabase(config);
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
