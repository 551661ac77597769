import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readMarkdown, readTexts } from "./read-texts";
import { unusualWords } from "./unusual-words";

/** Refuses words that people stumble over, in what they read: screens, emails, PDFs, messages in a terminal, and Markdown pages. */
const listed = execFileSync("git", ["ls-files", "app", "emails", "prisma", "README.md", "docs/operations.md"], { encoding: "utf8" });
const files = listed.split("\n").filter((file) => /\.(tsx?|md)$/.test(file) && !/GLOSSARY\.md$|^app\/commands\/words\//.test(file));
let found = 0;
for (const file of files) {
  const source = readFileSync(file, "utf8");
  for (const { line, message } of unusualWords(file, file.endsWith(".md") ? readMarkdown(source) : readTexts(file, source))) {
    found += 1;
    console.log(`${file}:${line}: ${message}`);
  }
}
process.exit(found > 0 ? 1 : 0);
