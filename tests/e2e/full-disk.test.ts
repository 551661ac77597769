import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { startBuiltSite, type RunningSite } from "tests/support/site/built-site";
import { fetchDonationKey } from "tests/support/site/give";
import { mountSmallDisk } from "tests/support/site/small-disk";
import { waitUntil } from "tests/support/wait-until";

const { disk, reason } = mountSmallDisk();
const sites: RunningSite[] = [];
afterAll(async () => {
  for (const site of sites) await site.stop();
  disk?.remove();
});

it("a trial site whose disk is full stays up, says so, loses nothing that it answered for, and goes on when there is room", async (context) => {
  if (!disk) return context.skip(reason);
  const { folder } = disk;
  const site = await startBuiltSite({ DATA_DIR: join(folder, "data") });
  sites.push(site);
  const readiness = async () => await fetch(`${site.url}/readyz`);
  const createCustomer = async (email: string) =>
    await fetch(`${site.stripeUrl}/v1/customers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_sandbox_nothing_is_real" },
      body: new URLSearchParams({ email }),
    });
  const donate = async () => {
    const attempt = await fetchDonationKey(site.url);
    const typed = { attempt, amount: "3000", first: "Ada", last: "Day", email: "ada@example.org" };
    const answer = await fetch(`${site.url}/donate`, {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: { origin: site.url },
      redirect: "manual",
    });
    return { status: answer.status, page: await answer.text() };
  };
  expect((await donate()).status).toBe(303);

  disk.fill();
  expect(await (await readiness()).json()).toMatchObject({ disk: false });
  // Room that PostgreSQL had set aside is used up as well, until it refuses.
  let refused = await donate();
  for (let turn = 0; turn < 400 && refused.status !== 503; turn++) {
    refused = await donate();
    disk.fill();
  }
  expect(refused.status).toBe(503);
  expect(refused.page).toContain('<input type="hidden" name="first" value="Ada">');
  for (let turn = 0; turn < 50; turn++) expect((await createCustomer(`full-${turn}@example.org`)).status).toBe(200);
  await sleep(2500);
  expect(site.process.exitCode).toBeNull();
  expect((await readiness()).status).toBe(503);
  for (const path of ["/healthz", "/help/rights", "/"]) expect((await fetch(site.url + path)).status).toBe(200);

  disk.makeRoom();
  await waitUntil(
    async () => (await readiness()).status === 200,
    () => "it is not ready again",
  );
  expect(await (await readiness()).json()).toEqual({ database: true, migrations: true, worker: true, disk: true });
  expect((await donate()).status).toBe(303);
  // Written late, but written: another start finds it.
  const kept = () => readFileSync(join(folder, "data", "sandbox", "stripe.json"), "utf8");
  await waitUntil(
    () => kept().includes("full-49@example.org"),
    () => "what waited was not written",
  );
  const ended = once(site.process, "exit");
  site.process.kill("SIGKILL");
  await ended;
  const again = await startBuiltSite({ DATA_DIR: join(folder, "data") });
  sites.push(again);
  const list = await fetch(`${again.stripeUrl}/v1/customers?email=full-49@example.org`, {
    headers: { authorization: "Bearer sk_test_sandbox_nothing_is_real" },
  });
  expect(((await list.json()) as { data: unknown[] }).data).toHaveLength(1);
});
