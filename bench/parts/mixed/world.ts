import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { rehearsalVariables } from "../../../tests/support/platform/configuration";
import { freePorts } from "../../../tests/support/site/built-site";
import { fetchDonationKey } from "../../../tests/support/site/give";
import { startRehearsalWorld } from "../../../tests/support/site/rehearsal-site";
import { onCleanup } from "../cleanup";
import type { StripeEvent } from "../paid-donations";
import { seedScale } from "../scale/seed-scale";
import { donation, type Known } from "./requests";

export type LoadWorld = {
  webPorts: number[];
  /** What each process is called -> its number. */
  processes: Record<string, number>;
  known: Known;
  database: pg.Pool;
  /** Keys for so many donations more. */
  addDonationKeys(count: number): Promise<void>;
};

const gifts = 10_000;
const signedIn = 20;
const paid = 60;
/** What docs/deploy gives each process. */
const asDeployed = { MALLOC_ARENA_MAX: "2", NODE_OPTIONS: "--max-semi-space-size=4" };

/**
 * A live site as a platform runs it: PostgreSQL that others reach, two web processes, one worker, and the sandboxes in a process of their
 * own; ten thousand gifts of a thousand people, some of whom have signed in, and some who gave just now.
 */
export async function openLoadWorld(): Promise<LoadWorld> {
  const [first = 0, second = 0, workerPort = 0] = await freePorts(3);
  const url = `http://localhost:${first}`;
  const world = await startRehearsalWorld(url, { TRUSTED_PROXIES: "1" });
  onCleanup(() => world.stop());
  const database = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  onCleanup(() => database.end());
  await seedScale(database, gifts);
  const worker = await world.startProcess({ ...asDeployed, WORKER: "only", PORT: String(workerPort) });
  const webs = [];
  for (const port of [first, second]) webs.push(await world.startProcess({ ...asDeployed, WORKER: "none", PORT: String(port) }));
  const known: Known = {
    url,
    stripeUrl: world.stripeUrl,
    webhookSecret: rehearsalVariables.STRIPE_WEBHOOK_SECRET,
    formMark: await findFormMark(url),
    donationKeys: [],
    cookies: [],
    events: [],
  };
  const { rows } = await database.query<{ email: string }>(
    "SELECT email FROM supporter WHERE email IS NOT NULL AND id IN (SELECT supporter_id FROM donation) ORDER BY id LIMIT $1",
    [signedIn],
  );
  for (const { email } of rows) known.cookies.push(await signIn(known, world.outboxUrl, email));
  for (let nth = 0; nth < paid; nth++) await give(known);
  known.events = await listEvents(world.stripeUrl);
  return {
    webPorts: [first, second],
    processes: { "web 1": webs[0]?.pid ?? 0, "web 2": webs[1]?.pid ?? 0, worker: worker.pid ?? 0 },
    known,
    database,
    async addDonationKeys(count) {
      while (known.donationKeys.length < count) known.donationKeys.push(await fetchDonationKey(url));
    },
  };
}

async function findFormMark(url: string): Promise<string> {
  const page = await (await fetch(`${url}/newsletter`)).text();
  const mark = /name="form" value="([^"]+)"/.exec(page)?.[1];
  if (!mark) throw new Error("the sign-up form carries no mark");
  return mark;
}

/** Signs somebody in as they do: the form, the email, the link in it, the button. @returns the cookie */
async function signIn({ url }: Known, outboxUrl: string, email: string): Promise<string> {
  const from = { origin: url, "x-forwarded-for": `100.65.0.${1 + (Number(/\d+/.exec(email)) % 250)}` };
  const asked = await fetch(`${url}/supporter/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: from,
    body: new URLSearchParams({ email }),
  });
  if (asked.status !== 303) throw new Error(`signing in was answered with ${asked.status}`);
  const link = await findLink(outboxUrl, email);
  const opened = await fetch(`${url}${link}`, { method: "POST", redirect: "manual", headers: from });
  const cookie = opened.headers.getSetCookie().map((each) => each.split(";")[0]);
  if (opened.status !== 303 || cookie.length === 0) throw new Error(`the link to sign in was answered with ${opened.status}`);
  return cookie.join("; ");
}

async function findLink(outboxUrl: string, email: string): Promise<string> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    const list = await (await fetch(`${outboxUrl}/?to=${encodeURIComponent(email)}`)).text();
    for (const [, path] of list.matchAll(/href="(\/outbox\/[\w-]+)"/g)) {
      const text = await (await fetch(`${outboxUrl}${path}/text`)).text();
      const link = /\/supporter\/sign-in\/[\w.~-]+/.exec(text)?.[0];
      if (link) return link;
    }
  }
  throw new Error("no email with a link to sign in came");
}

/** Gives and pays, so that the pretend Stripe has something to tell of. */
async function give(known: Known): Promise<void> {
  const { method, path, headers, body = "" } = donation(known, await fetchDonationKey(known.url));
  const { host: _, ...sent } = headers;
  const answer = await fetch(`${known.url}${path}`, { method, body, headers: sent, redirect: "manual" });
  const session = /cs_\w+/.exec(answer.headers.get("location") ?? "")?.[0];
  if (!session) throw new Error(`a donation was answered with ${answer.status}`);
  const completed = await fetch(`${known.stripeUrl}/_sandbox/sessions/${session}/complete`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ card: "visa" }),
  });
  if (!completed.ok) throw new Error(`the pretend Stripe answered ${completed.status}`);
}

async function listEvents(stripeUrl: string): Promise<StripeEvent[]> {
  const headers = { authorization: `Bearer ${rehearsalVariables.STRIPE_SECRET_KEY}` };
  const answer = await fetch(`${stripeUrl}/v1/events?limit=100`, { headers });
  const { data } = (await answer.json()) as { data: StripeEvent[] };
  if (data.length === 0) throw new Error("the pretend Stripe tells of nothing");
  return data;
}
