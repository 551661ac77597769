import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { useBrowser } from "tests/support/site/browser";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { fetchDonationKey } from "tests/support/site/give";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();

const readiness = async (site: RunningSite) => await fetch(`${site.url}/readyz`);
/** Asks until the site is ready, or no longer is, and gives what it says of its parts. */
async function waitForReadiness(site: RunningSite, status: number, meanwhile = async () => {}): Promise<unknown> {
  let said: unknown;
  const holds = async () => {
    await meanwhile();
    const answer = await readiness(site);
    said = await answer.json();
    return answer.status === status;
  };
  await waitUntil(holds, () => JSON.stringify(said));
  return said;
}
const allReady = { database: true, migrations: true, worker: true, disk: true };

it("without its database help is still there, from the same process; after a kill all is there again, and ends cleanly when asked to", async () => {
  const site = await startBuiltSite();
  expect(await (await readiness(site)).json()).toEqual(allReady);

  // Without its folder, the database can't be started again behind our back.
  const database = join(site.dataDir, "postgres");
  const postmaster = Number(readFileSync(join(database, "postmaster.pid"), "utf8").split("\n")[0]);
  renameSync(database, `${database}.away`);
  process.kill(postmaster, "SIGKILL");
  await waitForReadiness(site, 503);
  expect(site.process.exitCode).toBeNull();
  const page = await browser.open();
  await page.context().route("https://www.bbc.co.uk/weather**", (route) => route.fulfill({ contentType: "text/html", body: "Sunny." }));
  for (const path of ["/help/rights", "/help/services?area=england&need=women&by=voice", "/help/uk", "/help/card"]) {
    expect((await page.goto(site.url + path))?.status()).toBe(200);
    expect(await page.locator("main").innerText()).toMatch(/\d{3}/);
  }
  expect((await fetch(`${site.url}/help/services.json`)).status).toBe(200);
  await page.click("#exit");
  await page.waitForURL("https://www.bbc.co.uk/weather");
  expect((await readiness(site)).status).toBe(503);

  const killed = once(site.process, "exit");
  site.process.kill("SIGKILL");
  await killed;
  renameSync(`${database}.away`, database);
  const again = await startBuiltSite({ DATA_DIR: site.dataDir });
  expect(await (await readiness(again)).json()).toEqual(allReady);
  const ended = once(again.process, "exit");
  again.process.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  await site.stop();
  await again.stop();
});

it("starts its database again each time it is killed, tells staff once, and stays alive meanwhile", async () => {
  const site = await startBuiltSite();
  const file = join(site.dataDir, "postgres", "postmaster.pid");
  const postmaster = () => Number(readFileSync(file, "utf8").split("\n")[0]);
  const isAlive = async () => expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  for (const quiet of [3000, 0]) {
    await sleep(quiet);
    process.kill(postmaster(), "SIGKILL");
    // It may be back before it is asked after: then its worker is not yet.
    expect(Object.values((await waitForReadiness(site, 503, isAlive)) as Record<string, boolean>)).toContain(false);
    expect(await waitForReadiness(site, 200, isAlive)).toEqual(allReady);
  }
  const alertsSent = async () => {
    const list = await (await fetch(`${site.outboxUrl}/?to=${encodeURIComponent(demonstrationCharity.email)}`)).text();
    return list.match(/database stopped and was started again/g)?.length ?? 0;
  };
  await waitUntil(
    async () => (await alertsSent()) > 0,
    () => "staff were not told",
  );
  expect(await alertsSent()).toBe(1);
  await site.stop();
});

it("with a frozen database refuses forms soon, at once and later, keeps what was typed, and goes on when it thaws", async () => {
  const site = await startBuiltSite();
  const postmaster = readFileSync(join(site.dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0] ?? "";
  // The postmaster first: stopped, it makes no backend that would be left out.
  const signal = (name: NodeJS.Signals) => {
    process.kill(Number(postmaster), name);
    const backends = execFileSync("pgrep", ["-P", postmaster], { encoding: "utf8" }).trim().split("\n");
    backends.forEach((pid) => isThere(pid) && process.kill(Number(pid), name));
  };
  const attempt = await fetchDonationKey(site.url);
  const typed = { attempt, amount: "3000", first: "Ada", last: "O’Neill", email: "ada@example.org" };
  const send = async (fields: Record<string, string> = typed) => {
    const startedAt = performance.now();
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${site.url}/donate`, { method: "POST", body, headers: { origin: site.url }, redirect: "manual" });
    return { status: answer.status, page: await answer.text(), ms: performance.now() - startedAt };
  };
  const healthy = await send({ amount: "3000" });
  expect(healthy.status).toBe(400);
  expect((await readiness(site)).status).toBe(200);
  // Three times the three seconds that are promised, for a machine that does much else; waiting for a connection would take ten.
  const limitMs = 9000 + healthy.ms;
  signal("SIGSTOP");
  try {
    // It was well a moment ago: this form is handed on before anybody knows.
    const [first, ready] = await Promise.all([send(), readiness(site)]);
    expect([first.status, ready.status, first.ms < limitMs]).toEqual([503, 503, true]);
    // Whether it was handed on before the probe found out is chance: it is told which.
    expect(first.page).toMatch(/we can’t say whether the rest was saved|Nothing was saved, and no money was taken\./);
    const startedAt = performance.now();
    const [later] = await Promise.all([send(), readiness(site)]);
    expect([later.status, performance.now() - startedAt < limitMs]).toEqual([503, true]);
    expect(later.page).toContain("Nothing was saved, and no money was taken.");
    for (const { page } of [first, later])
      for (const [name, value] of Object.entries(typed)) expect(page).toContain(`<input type="hidden" name="${name}" value="${value}">`);
    expect((await fetch(`${site.url}/help/rights`)).status).toBe(200);
  } finally {
    signal("SIGCONT");
  }
  expect(await waitForReadiness(site, 200)).toEqual(allReady);
  expect((await send({ amount: "3000" })).status).toBe(400);
  await site.stop();
});

function isThere(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
