import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { claimTransitions } from "~/claims/claim-status";
import { transitions as donationTransitions } from "~/giving/donation";
import { importTransitions } from "~/newsletter/imports/import";
import { issueTransitions } from "~/newsletter/issues/issue";
import { requestTransitions, subscriptionTransitions } from "~/newsletter/subscription";
import { transitions as planTransitions } from "~/sponsorship/plan-status";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const listFiles = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));

const moduleDocuments = readdirSync(join(root, "app"))
  .flatMap((module) => [`app/${module}/GLOSSARY.md`, `app/${module}/README.md`])
  .filter((file) => existsSync(join(root, file)));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...listFiles("docs").filter((file) => file.endsWith(".md")),
  ...moduleDocuments,
];

/** Paths from the project's folder, as prose and code spans name them. */
const pathsIn = (text: string) => text.match(/(?<![\w/.~@-])(?:app|bench|docs|emails|prisma|tests)\/[\w./-]*\w/g) ?? [];
const linksIn = (text: string) => [...text.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, target]) => target ?? []);
/** What GitHub makes of headings. */
const anchorsIn = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? "")
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );

describe.each(documents)("%s", (file) => {
  const text = read(file);

  test("names only files and folders that there are", () => {
    expect(pathsIn(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("has no broken links within the project", () => {
    const broken = linksIn(text).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsIn(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("names only commands that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run ([\w-]+)/g)].flatMap(([, name]) => name ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("the README names every command", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const readme = read("README.md");
  expect(Object.keys(scripts).filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(readme))).toEqual([]);
});

test("the documents were found", () => {
  expect(moduleDocuments).toContain("app/giving/GLOSSARY.md");
  expect(documents).toContain("docs/architecture.md");
  expect(pathsIn(read("docs/architecture.md")).length).toBeGreaterThan(50);
});

describe("decisions", () => {
  const decisions = readdirSync(join(root, "docs/decisions"))
    .filter((file) => file !== "README.md")
    .toSorted();

  test("are numbered without a gap, with title, status and date", () => {
    expect(decisions.map((file) => file.slice(0, 5))).toEqual(decisions.map((_, index) => `${String(index + 1).padStart(4, "0")}-`));
    const head = /^# .+\n\nStatus: (accepted|superseded by \d{4})\nDate: \d{4}-\d{2}-\d{2}\n\n/;
    expect(decisions.filter((file) => !head.test(read(`docs/decisions/${file}`)))).toEqual([]);
  });

  test("are in the index, in order, as they say of themselves", () => {
    const rows = decisions.map((file) => {
      const [, title, status, date] = /^# (.+)\n\nStatus: (.+)\nDate: (.+)\n/.exec(read(`docs/decisions/${file}`)) ?? [];
      return `| ${file.slice(0, 4)} | [${title}](${file}) | ${date} | ${status} |`;
    });
    expect(read("docs/decisions/README.md").match(/^\| \d{4} .*$/gm)).toEqual(rows);
  });
});

describe("state machines are drawn as the code has them", () => {
  test.each([
    ["giving", "Status of a donation", donationTransitions],
    ["claims", "Status of a claim", claimTransitions],
    ["sponsorship", "Status of a plan", planTransitions],
    ["newsletter", "State of a sign-up request", requestTransitions],
    ["newsletter", "State of a subscription", subscriptionTransitions],
    ["newsletter", "State of an issue", issueTransitions],
    ["newsletter", "State of an import", importTransitions],
  ] as [string, string, Record<string, readonly string[]>][])("%s: %s", (module, heading, transitions) => {
    const section = read(`app/${module}/GLOSSARY.md`).split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
    const drawn = [...section.matchAll(/^ {4}(\w+) +──> (.+)$/gm)].map(([, from, to]) => [from, to === "(the end)" ? [] : to?.split(", ")]);
    expect(Object.fromEntries(drawn)).toEqual(transitions);
  });
});

test("the picture of the modules is what the code says", { timeout: 180_000 }, async () => {
  const command = join(root, "node_modules/.bin/tsx");
  const { stdout } = await promisify(execFile)(command, ["app/commands/draw-architecture.ts", "--check"], {
    cwd: root,
    shell: process.platform === "win32",
  });
  expect(stdout).toContain("is what the code says");
});
