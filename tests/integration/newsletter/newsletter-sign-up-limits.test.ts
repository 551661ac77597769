import { expect, test, vi } from "vitest";
import { limits } from "~/newsletter/sign-up/sign-up-limits.server";
import { db } from "~/platform/database/db.server";
import { runJobs, useDonationHarness } from "tests/support/giving/donation-harness";
import { type Fields, validFields, send, emailsTo } from "tests/support/newsletter/sign-up";

useDonationHarness();

test("a mailbox is one mailbox, whatever is written behind a plus", async () => {
  for (let sent = 0; sent < 20; sent++) expect((await send(validFields({ email: `victim+${sent}@example.org` }))).status).toBe(303);
  await runJobs();
  expect(emailsTo("victim+")).toHaveLength(limits.email.points);
  expect((await send(validFields({ email: "+@example.org" }))).status).toBe(303);
});

test("behind a network that others used up, a second press signs up; nobody is refused, and a script gains little", async () => {
  // The clock stands while forms are sent.
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (let sent = 0; sent < limits.ip.points; sent++)
      expect((await send(validFields({ email: `${sent}@example.org` }), "198.51.100.7")).status).toBe(303);
    const late = (change: Fields = {}) => send(validFields({ email: "late@example.org", ...change }), "198.51.100.7");
    const asked = await late();
    expect(asked).toMatchObject({
      status: 429,
      shown: { notice: "press-again", press: { waitSeconds: 2 }, input: { email: "late@example.org", topics: ["news"] } },
    });
    expect(asked.headers).toContainEqual(["retry-after", "2"]);
    const ticket = asked.shown?.press?.ticket ?? "";
    expect((await late({ ticket })).status).toBe(429);
    expect((await send(validFields({ email: "elsewhere@example.org" }), "198.51.100.8")).status).toBe(303);
    expect(await db.newsletterRequest.count({ where: { email: "late@example.org" } })).toBe(0);

    vi.setSystemTime(Date.now() + 2_000);
    // A ticket is good for its own address.
    expect((await late({ ticket, email: "other@example.org" })).status).toBe(429);
    expect((await late({ ticket })).status).toBe(303);
    expect(await db.newsletterRequest.count({ where: { email: "late@example.org" } })).toBe(1);
    // Few second presses of one network get through: the next is told how long to wait.
    const next = await late({ email: "next@example.org" });
    vi.setSystemTime(Date.now() + 2_000);
    const waiting = await late({ email: "next@example.org", ticket: next.shown?.press?.ticket ?? "" });
    expect([waiting.status, waiting.shown?.press?.waitSeconds]).toEqual([429, 28]);
  } finally {
    vi.useRealTimers();
  }
});
