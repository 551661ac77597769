import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bin } from "./install.js";

/**
 * npm run architecture: draws docs/architecture.svg, the modules in their layers, from the imports that there are.
 * With `-- --check` it changes nothing, and fails when the picture is not what the code says.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const file = "docs/architecture.svg";

/** What each module is about, in a few words. A module without them can't be drawn. */
const subjects: Record<string, string> = {
  emails: "one email a file: props in, markup out",
  platform: "config, database, http, jobs, mail, payments, pdf, ui",
  help: "help pages and contacts",
  staff: "the team, sign-in, audit log",
  supporters: "the person, consent",
  giving: "donations, refunds, receipts",
  sponsorship: "rooms and plans",
  claims: "Gift Aid claims to HMRC",
  accounts: "payouts, bank lines, the books",
  newsletter: "sign-up, issues, Resend",
  about: "home, legal pages",
  account: "what supporters see",
  desk: "what staff see",
  webhooks: "Stripe, Resend: event to job",
  top: "the tables: address, job, schedule; start and stop; commands",
  sandbox: "a pretend Stripe, Resend, HMRC",
};
const names: Record<string, string> = { top: "routes.ts, jobs.server.ts, server.ts, commands" };

type Layer = { name: string; path: RegExp };
type Cruised = { modules: { source: string; dependencies: { resolved: string }[] }[] };
type Graph = { files: Map<string, number>; imports: Map<string, Set<string>> };

/** The layers, bottom up, out of the rules that hold them; on top what is in no layer. */
function readLayers(): Layer[] {
  const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
    forbidden: { name: string; from: { path?: string | string[] } }[];
  };
  const suffix = "-knows-nothing-above";
  const layers = forbidden
    .filter(({ name }) => name.endsWith(suffix))
    .map(({ name, from }) => ({ name: name.slice(0, -suffix.length), path: new RegExp([from.path ?? []].flat().join("|")) }));
  return [...layers, { name: "sandbox", path: /^app\/sandbox\// }, { name: "top", path: /^app\// }];
}

async function cruise(): Promise<Cruised> {
  const output = await new Promise<string>((resolve, reject) =>
    execFile(
      bin("depcruise"),
      ["app", "emails", "--output-type", "json"],
      { cwd: root, maxBuffer: 1 << 28, shell: process.platform === "win32" },
      // It ends with the number of broken rules; those are the layers check's to report.
      (error, stdout) => (stdout.startsWith("{") ? resolve(stdout) : reject(error ?? new Error("dependency-cruiser printed no JSON"))),
    ),
  );
  return JSON.parse(output) as Cruised;
}

/** Which module imports which, and how many files of code each has. Screens are imported by the table of addresses, by their paths. */
function readGraph({ modules }: Cruised, layers: Layer[]): Graph {
  const moduleOf = (path: string) => layers.find((layer) => layer.path.test(path))?.name;
  const files = new Map<string, number>();
  const imports = new Map<string, Set<string>>(layers.map(({ name }) => [name, new Set()]));
  const connect = (from: string, to: string | undefined) => void (to && to !== from && imports.get(from)?.add(to));
  for (const { source, dependencies } of modules) {
    const from = moduleOf(source);
    if (!from) continue;
    files.set(from, (files.get(from) ?? 0) + 1);
    for (const { resolved } of dependencies) connect(from, moduleOf(resolved));
  }
  const routes = readFileSync(join(root, "app/routes.ts"), "utf8");
  for (const [, screen] of routes.matchAll(/"([\w/-]+\/routes\/[\w-]+\.tsx?)"/g)) connect("top", moduleOf(`app/${screen}`));
  return { files, imports };
}

/** Everything that a module rests on, through others too. */
function reach(imports: Graph["imports"], from: string, seen = new Set<string>()): Set<string> {
  for (const to of imports.get(from) ?? []) {
    if (seen.has(to)) continue;
    seen.add(to);
    reach(imports, to, seen);
  }
  return seen;
}

/** How high a module stands: one above the highest that it imports. */
const heightOf = (imports: Graph["imports"], name: string): number =>
  Math.max(-1, ...[...(imports.get(name) ?? [])].map((to) => heightOf(imports, to))) + 1;

/** The imports that do not follow from others: the arrows. */
const arrowsOf = (imports: Graph["imports"], from: string): string[] => {
  const direct = [...(imports.get(from) ?? [])];
  return direct.filter((to) => !direct.some((other) => other !== to && reach(imports, other).has(to)));
};

type Box = { name: string; x: number; y: number; width: number; height: number };
const columnWidth = 216;
const gap = 24;
const boxHeight = 74;
const rowHeight = 118;
const margin = 24;
const top = 92;
const fullWidth = 4 * columnWidth + 3 * gap;
const columnX = (column: number) => margin + column * (columnWidth + gap);

/** Rows by height. What everything rests on, and the top, take a row's width; the longest chain goes down the third column. */
function placeBoxes(imports: Graph["imports"], names: string[]): Box[] {
  const heights = new Map(names.map((name) => [name, heightOf(imports, name)]));
  const highest = Math.max(...heights.values());
  const heightFor = (name: string) => heights.get(name) ?? 0;
  const isSkipping = (name: string) =>
    names.some(
      (other) =>
        (arrowsOf(imports, name).includes(other) && heightFor(name) - heightFor(other) > 1) ||
        (arrowsOf(imports, other).includes(name) && other !== "top" && heightFor(other) - heightFor(name) > 1),
    );
  return Array.from({ length: highest + 1 }, (_, height) => {
    const y = top + (highest - height) * rowHeight;
    const row = names.filter((name) => heightFor(name) === height);
    if (row.length === 1 && (height < 2 || height === highest))
      return row.map((name) => ({ name, x: margin, y, width: fullWidth, height: boxHeight }));
    const aside = row.filter((name) => row.length > 1 && isSkipping(name));
    const inside = row.filter((name) => !aside.includes(name));
    if (aside.length > 2 || row.length > 4)
      throw new Error(`more modules stand side by side than the picture has columns: ${row.join(", ")}`);
    const columnsInside = aside.length > 1 ? [2, 3] : [2, 1, 3];
    const column = (name: string) => (aside.includes(name) ? aside.indexOf(name) : (columnsInside[inside.indexOf(name)] ?? 2));
    return row.map((name) => ({ name, x: columnX(column(name)), y, width: columnWidth, height: boxHeight }));
  }).flat();
}

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const countFiles = (graph: Graph, name: string) => `${graph.files.get(name) ?? 0} files`;

function drawBox({ name, x, y, width, height }: Box, graph: Graph): string {
  const subject = subjects[name];
  if (!subject) throw new Error(`app/commands/draw-architecture.ts does not say what the module "${name}" is about`);
  return [
    `<g class="${name === "sandbox" ? "box outside" : "box"}">`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`,
    `<text class="name" x="${x + 14}" y="${y + 28}">${escapeXml(names[name] ?? name)}</text>`,
    `<text x="${x + 14}" y="${y + 46}">${escapeXml(subject)}</text>`,
    `<text class="count" x="${x + 14}" y="${y + 63}">${countFiles(graph, name)}</text>`,
    "</g>",
  ].join("");
}

/** From the bottom of one box to the top of another; straight down where a wide one has room above. */
function drawArrow(from: Box, to: Box): string {
  const wide = (box: Box) => box.width === fullWidth;
  const middle = (box: Box) => box.x + box.width / 2;
  const startX = wide(from) && !wide(to) ? middle(to) : middle(from);
  const endX = wide(to) ? startX : middle(to) + (wide(from) ? 0 : Math.sign(startX - middle(to)) * 40);
  return `<path class="arrow" d="M${startX} ${from.y + from.height}L${endX} ${to.y - 7}" marker-end="url(#tip)"/>`;
}

const style = `text{font:13px system-ui,sans-serif;fill:#1c2742}.name{font-size:17px;font-weight:600}.title{font-size:20px;font-weight:600}
.count{fill:#56607a}.box rect{fill:#fff8e6;stroke:#1c2742;stroke-width:1.5}.outside rect{fill:none;stroke-dasharray:6 5}
.arrow{stroke:#56607a;stroke-width:1.5;fill:none}.tip{fill:#56607a}.paper{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#f2ead6}.count{fill:#b9c2d8}.box rect{fill:#1c2742;stroke:#e9c46a}
.outside rect{fill:none}.arrow{stroke:#b9c2d8}.tip{fill:#b9c2d8}.paper{fill:#10172a}}`;

function draw(graph: Graph, layers: Layer[]): string {
  const drawn = layers.map(({ name }) => name).filter((name) => name !== "sandbox");
  const imports = new Map(drawn.map((name) => [name, new Set([...(graph.imports.get(name) ?? [])].filter((to) => drawn.includes(to)))]));
  const boxes = placeBoxes(imports, drawn);
  const boxOf = new Map(boxes.map((box) => [box.name, box]));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const sandbox = { name: "sandbox", x: columnX(3), y: bottom - boxHeight - 3 * rowHeight, width: columnWidth, height: boxHeight };
  const arrows = drawn.flatMap((from) =>
    arrowsOf(imports, from).flatMap((to) => {
      const [start, end] = [boxOf.get(from), boxOf.get(to)];
      return start && end ? [drawArrow(start, end)] : [];
    }),
  );
  const sentences = drawn
    .toReversed()
    .map(
      (name) =>
        `${names[name] ?? name} (${countFiles(graph, name)}) imports ${[...(imports.get(name) ?? [])].toSorted().join(", ") || "no other module"}.`,
    );
  const [width, height] = [fullWidth + 2 * margin, bottom + margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">The modules of Roomlight in their layers</title>',
    `<desc id="desc">${escapeXml(sentences.join(" "))} The sandbox stands outside and is spoken to by HTTP.</desc>`,
    `<style>${style}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="paper" width="${width}" height="${height}" rx="12"/>`,
    `<text class="title" x="${margin}" y="44">Modules import only what is below them</text>`,
    `<text x="${margin}" y="68">An arrow is an import; those that follow from other arrows are left out. The sandbox is spoken to by HTTP.</text>`,
    ...arrows,
    ...[...boxes, sandbox].map((box) => drawBox(box, graph)),
    "</svg>",
    "",
  ].join("\n");
}

const layers = readLayers();
const picture = draw(readGraph(await cruise(), layers), layers);
if (!process.argv.includes("--check")) {
  writeFileSync(join(root, file), picture);
  console.log(`Drew ${file}`);
} else if (readFileSync(join(root, file), "utf8") === picture) {
  console.log(`${file} is what the code says.`);
} else {
  console.error(`${file} is out of date: write npm run architecture, and look at it.`);
  process.exitCode = 1;
}
