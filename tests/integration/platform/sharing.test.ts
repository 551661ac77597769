import { readFileSync } from "node:fs";
import { parse } from "node-html-parser";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { insertAppeal } from "tests/support/giving/appeals";
import { anIssue } from "tests/support/newsletter/newsletter-issues";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";
import { startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

usePlanHarness();

let site: WholeSite;
beforeAll(async () => {
  site = await startWholeSite();
});
afterAll(() => site.stop());

const get = async (path: string) => await fetch(path.startsWith("http") ? path : site.url + path);

async function readHead(path: string) {
  const answer = await get(path);
  const page = parse(await answer.text());
  const tag = (name: string) => page.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute("content") ?? "";
  return { status: answer.status, title: page.querySelector("title")?.text ?? "", tag, page };
}

/** Every page that may be found and shared, with an appeal and an issue that have no picture of their own. */
async function listPublicPaths(): Promise<string[]> {
  await db.room.create({ data: { id: "cedar", name: "Cedar", weeklyPence: 10_000, position: 1 } });
  await insertAppeal({ slug: "warm-beds", name: "Warm beds" });
  const issue = await anIssue({ subject: "What a locked door means" });
  await db.issue.update({ where: { id: issue.id }, data: { status: "sent", sentAt: new Date() } });
  const sitemap = await (await get("/sitemap.xml")).text();
  const paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = ""]) => new URL(address).pathname);
  expect(paths).toContain(`/news/${issue.slug}`);
  return paths;
}

/** That of help pages is a file, which no screen answers for. */
async function readPicture(url: string): Promise<ArrayBuffer | Buffer> {
  const { pathname } = new URL(url);
  if (pathname === "/support-and-advice.png") return readFileSync(`public${pathname}`);
  const answer = await get(url);
  expect([url, answer.status, answer.headers.get("content-type")]).toEqual([url, 200, "image/png"]);
  return await answer.arrayBuffer();
}

test("every public page says what a link to it shows, with a picture that is there; help pages say nothing of the charity", async () => {
  const paths = await listPublicPaths();
  expect(paths).toEqual(expect.arrayContaining(["/", "/donate", "/sponsor", "/newsletter", "/appeals/warm-beds", "/help"]));
  const pictures = new Set<string>();
  const faults: string[] = [];
  for (const path of paths) {
    const { status, title, tag, page } = await readHead(path);
    const isHelp = path.startsWith("/help");
    const fail = (why: string) => void faults.push(`${path} ${why}`);
    if (status !== 200) fail(`answers ${status}`);
    if (title === "" || title.includes(config.charity.name) === isHelp) fail(`has the title ${title}`);
    if (page.querySelectorAll("head title").length !== 1) fail("has not one title");
    for (const name of ["description", "og:type", "og:title", "og:description", "og:url", "og:image", "og:image:alt", "twitter:card"])
      if (page.querySelectorAll(`meta[property="${name}"], meta[name="${name}"]`).length !== 1 || tag(name) === "")
        fail(`says ${name} not once`);
    if (isHelp && JSON.stringify([tag("og:title"), tag("og:description"), tag("og:image:alt")]).includes(config.charity.name))
      fail("names the charity");
    if (isHelp !== tag("og:image").endsWith("/support-and-advice.png")) fail(`shows ${tag("og:image")}`);
    if (tag("og:url") !== site.url + path) fail(`is at ${tag("og:url")}`);
    if (!tag("og:image").startsWith(`${site.url}/`)) fail(`shows a picture of somebody else`);
    if (page.querySelectorAll("h1").length !== 1) fail(`has ${page.querySelectorAll("h1").length} headings of the first rank`);
    pictures.add([tag("og:image"), tag("og:image:width"), tag("og:image:height")].join(" "));
  }
  expect(faults).toEqual([]);
  for (const picture of pictures) {
    const [url = "", width, height] = picture.split(" ");
    const { format, ...size } = await sharp(await readPicture(url)).metadata();
    expect([url, format, String(size.width), String(size.height)]).toEqual([url, "png", width, height]);
    expect([width, height]).toEqual(["1200", "630"]);
  }
});

test("a page that is one person’s, or is not there, has no such tags, and its title names the charity", async () => {
  for (const [path, title] of [
    ["/supporter/sign-in", "Sign in"],
    ["/no-such-page", ""],
  ] as const) {
    const { title: shown, tag } = await readHead(path);
    expect(shown).toContain(title);
    expect(shown).toContain(` – ${config.charity.name}`);
    expect([path, tag("og:title"), tag("og:image")]).toEqual([path, "", ""]);
  }
});

test("a form that came back says so first, then its page, then the charity", async () => {
  const page = parse(await (await fetch(`${site.url}/sponsor?weekly=other&other=1`)).text());
  expect(page.querySelector("title")?.text).toBe(`Error: Sponsor a room – ${config.charity.name}`);
});

test("icon and manifest are of the charity’s name and colours", async () => {
  const manifest = (await (await get("/site.webmanifest")).json()) as { name: string; icons: { src: string; sizes: string }[] };
  expect(manifest.name).toBe(config.charity.name);
  for (const { src, sizes } of [...manifest.icons, { src: "/icons/apple-touch-icon.png", sizes: "180x180" }]) {
    const answer = await get(src);
    expect([src, answer.status]).toEqual([src, 200]);
    if (sizes === "any") expect(await answer.text()).toContain(config.charity.colours.lamp);
    else expect(`${(await sharp(await answer.arrayBuffer()).metadata()).width}`).toBe(sizes.split("x")[0]);
  }
  expect((await get("/icons/..%2fx.png")).status).toBe(404);
});
