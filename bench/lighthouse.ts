import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "../app/commands/build.js";
import { findChromium } from "../app/commands/chromium.js";
import { projectRoot } from "../app/commands/install.js";
import { onCleanup, temporaryFolder } from "./parts/cleanup";
import { freePorts, startSite } from "./parts/measured-process";
import { printTable, reportVerdict } from "./parts/statistics";

/** Lighthouse needs a newer Node than the site does, and is large: both are fetched for this bench alone, and kept. */
const tools = { lighthouse: "13.5.0", node: "24.21.0" };
const pages = ["/", "/donate", "/sponsor", "/help", "/newsletter", "/about"];

type Audit = { score: number | null; title: string; displayValue?: string };
type Category = { score: number | null; auditRefs: { id: string; weight: number }[] };
type Report = { categories: Record<string, Category>; audits: Record<string, Audit>; runtimeError?: { message: string } };

/**
 * Lighthouse on the pages that most visitors come to, as a phone on a slow network sees them.
 * @returns whether each has 100 in each category
 */
export async function lighthouse(): Promise<boolean> {
  build();
  const folder = await fetchTools();
  const dataDir = await temporaryFolder();
  const [stripePort, mailPort, hmrcPort] = await freePorts(3);
  const ports = {
    SANDBOX_STRIPE_PORT: String(stripePort),
    SANDBOX_RESEND_PORT: String(mailPort),
    SANDBOX_HMRC_PORT: String(hmrcPort),
  };
  const site = await startSite(join(dataDir, "site"), { SITE_MODE: "try", ...ports });
  const rows: (string | number)[][] = [];
  const below: string[] = [];
  let names: string[] = [];
  for (const path of pages) {
    const { categories, audits } = await measure(folder, `http://127.0.0.1:${site.port}${path}`, join(dataDir, "report.json"));
    names = Object.keys(categories);
    rows.push([path, ...Object.values(categories).map(({ score }) => Math.round((score ?? 0) * 100))]);
    for (const [name, { score, auditRefs }] of Object.entries(categories)) {
      if (score === 1) continue;
      const lost = auditRefs.flatMap(({ id, weight }) => {
        const audit = audits[id];
        return weight > 0 && audit && audit.score !== null && audit.score < 1
          ? [`${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}: ${Math.round(audit.score * 100)}`]
          : [];
      });
      below.push(`${path}, ${name}: ${lost.join("; ")}`);
    }
  }
  printTable(`Lighthouse ${tools.lighthouse}, as a phone`, ["page", ...names], rows);
  for (const line of below) console.log(`  ${line}`);
  return reportVerdict(below.length === 0, "100 for each page in each category");
}

/** @returns the folder that holds Lighthouse and the Node that it runs on */
async function fetchTools(): Promise<string> {
  const names = Object.entries(tools).map(([name, version]) => `${name}@${version}`);
  const folder = join(projectRoot, "node_modules", ".cache", "roomlight", names.join("-"));
  if (existsSync(join(folder, "node_modules", "lighthouse")) && existsSync(nodeIn(folder))) return folder;
  await mkdir(folder, { recursive: true });
  console.log(`Fetching ${names.join(" and ")} …`);
  execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", ...names], { stdio: "inherit" });
  return folder;
}

const nodeIn = (folder: string) => join(folder, "node_modules", "node", "bin", "node");

async function measure(folder: string, url: string, reportFile: string): Promise<Report> {
  const abort = new AbortController();
  onCleanup(async () => abort.abort());
  const cli = join(folder, "node_modules", "lighthouse", "cli", "index.js");
  const flags = ["--quiet", "--output=json", `--output-path=${reportFile}`, "--chrome-flags=--headless=new --no-sandbox --disable-gpu"];
  await promisify(execFile)(nodeIn(folder), [cli, url, ...flags], {
    signal: abort.signal,
    env: { PATH: process.env.PATH, HOME: process.env["HOME"], NODE_ENV: "production", CHROME_PATH: findChromium() },
  });
  const report = JSON.parse(await readFile(reportFile, "utf8")) as Report;
  if (report.runtimeError) throw new Error(`${url}: ${report.runtimeError.message}`);
  return report;
}
