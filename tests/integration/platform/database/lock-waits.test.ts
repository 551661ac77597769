import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool, db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { databaseUrl } from "tests/support/database";
import { useDonationHarness } from "tests/support/giving/donation-harness";
import { signInAs } from "tests/support/supporters/supporter-requests";
import { startWholeSite, type WholeSite } from "tests/support/whole-site/start-whole-site";

useDonationHarness();

let site: WholeSite;
beforeAll(async () => {
  site = await startWholeSite();
});
afterAll(() => site.stop());

test("a form whose rows somebody holds for too long is answered as busy, with all that was typed, changes nothing, and is taken when it is sent again", async () => {
  const supporter = { id: newId(), email: "giver@example.org", firstName: "Ada", lastName: "Day" };
  await db.supporter.create({ data: supporter });
  const cookie = await signInAs(supporter.id);
  const typed = { what: "name", first: "Grace", last: "Night" };
  const send = () =>
    fetch(`${site.url}/supporter/details`, {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: { origin: site.url, cookie },
      redirect: "manual",
    });
  const findName = async () => (await db.supporter.findUniqueOrThrow({ where: { id: supporter.id } })).firstName;
  const others = createPool(databaseUrl, { max: 1 });
  const client = await others.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT FROM supporter WHERE id = $1 FOR UPDATE", [supporter.id]);
    const busy = await send();
    const page = await busy.text();
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(page).toContain("We can’t take this right now");
    for (const [name, value] of Object.entries(typed)) expect(page).toContain(`name="${name}" value="${value}"`);
    await client.query("ROLLBACK");
  } finally {
    client.release();
    await others.end();
  }
  expect(await findName()).toBe("Ada");
  expect((await send()).status).toBe(303);
  expect(await findName()).toBe("Grace");
});
