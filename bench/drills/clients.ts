import { setTimeout as sleep } from "node:timers/promises";
import { patienceMs, waitUntil } from "tests/support/wait-until";
import { countEmails, isQuiet } from "./ledger";
import type { Person } from "./person";
import type { DrillWorld } from "./world";

/** A whole answer: one that broke off while it came is none. */
type Answer = { status: number; location: string; body: string };

/** A browser that presses again, with the same form, until it is answered. Each has a network address of its own. */
class Client {
  private readonly cookies = new Map<string, string>();
  /** How often it was refused or heard nothing. */
  refusals = 0;
  private static count = 0;
  private readonly address: string;
  constructor(private readonly siteUrl: string) {
    const nth = ++Client.count;
    this.address = `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}`;
  }

  /** null: no answer, or one that says to try again. */
  async once(path: string, fields?: Record<string, string>): Promise<Answer | null> {
    const headers = {
      origin: this.siteUrl,
      "x-forwarded-for": this.address,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
    const form = fields && { method: "POST", body: new URLSearchParams(fields) };
    try {
      const answer = await fetch(path.startsWith("http") ? path : this.siteUrl + path, {
        ...form,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(20_000),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/);
        this.cookies.set(name, value);
      }
      const body = await answer.text();
      if (answer.status < 500) return { status: answer.status, location: answer.headers.get("location") ?? "", body };
    } catch (error) {
      // Refused, cut off or silent: a browser shows its own page, and people try again.
      if (!(error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError"))) throw error;
    }
    this.refusals += 1;
    return null;
  }

  /** Tries until it is answered. @throws Error if that does not come while anybody would wait */
  async untilAnswered(path: string, fields?: Record<string, string>): Promise<Answer> {
    for (const deadline = performance.now() + 3 * patienceMs; performance.now() < deadline; await sleep(300)) {
      const answer = await this.once(path, fields);
      if (answer) return answer;
    }
    throw new Error(`nobody answered ${path}`);
  }
}

const hiddenField = (page: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
const sessionIn = (answer: Answer): string => /\/(cs_\w+)/.exec(answer.location)?.[1] ?? "";
const person = { first: "Ada", last: "Day" };

/** Gives £30 by card; every third donor never comes back from Stripe's page. @returns null: the form was too old and began afresh, so nothing was paid */
async function give(world: DrillWorld, client: Client, email: string, nth: number): Promise<Person | null> {
  const typed = { amount: "3000", ...person, email };
  // Without a key of its own, as where scripts are off: the page that shows the sums brings one.
  const check = await client.untilAnswered("/donate", typed);
  const answer = await client.untilAnswered("/donate", { ...typed, attempt: hiddenField(check.body, "attempt") });
  if (answer.status === 409) return null;
  if (answer.status !== 303) throw new Error(`the donation form was answered with ${answer.status}`);
  const paid = (await world.control(`sessions/${sessionIn(answer)}/complete`, { card: "visa" })) as { outcome: string; goesTo: string };
  if (paid.outcome !== "succeeded") throw new Error(`the card was not taken: ${paid.outcome}`);
  if (nth % 3 > 0) await client.once(paid.goesTo);
  return { email, kind: "gift", payments: 1, emails: 1 };
}

async function signUp(client: Client, email: string): Promise<Person | null> {
  const page = (await client.untilAnswered("/newsletter")).body;
  const fields = { form: hiddenField(page, "form"), news: "yes", frequency: "monthly", website: "", email };
  const answer = await client.untilAnswered("/newsletter", fields);
  // Stamped by a clock that was stepped since.
  if (answer.status === 400) return null;
  if (answer.status !== 303) throw new Error(`the sign-up form was answered with ${answer.status}`);
  return { email, kind: "sign-up", payments: 0, emails: 1 };
}

/** Joins as a sponsor of £5 a week by card. What is counted is the collection after the first. */
async function join(world: DrillWorld, email: string): Promise<void> {
  const client = new Client(world.siteUrl);
  const typed = { weekly: "other", other: "5", interval: "weekly", receipts: "each", ...person, email };
  const check = (await client.untilAnswered("/sponsor", typed)).body;
  const agreed = { ...typed, attempt: hiddenField(check, "attempt"), agreed: hiddenField(check, "agreed"), step: "pay" };
  const answer = await client.untilAnswered("/sponsor", agreed);
  if (answer.status !== 303) throw new Error(`the sponsor's form was answered with ${answer.status}: ${answer.body}`);
  const joined = (await world.control(`sessions/${sessionIn(answer)}/complete`, { card: "visa" })) as { goesTo: string };
  await client.once(joined.goesTo);
}

const weekMs = 7 * 24 * 3_600_000;

export type Sponsor = {
  email: string;
  /** How many emails went to them so far. */
  emails: number;
};

/**
 * Sponsors who joined a week ago, so that each is due to be collected from again: they join while all clocks are slow.
 * @param count at least one
 */
export async function joinSponsors(world: DrillWorld, count: number): Promise<Sponsor[]> {
  const emails = Array.from({ length: count }, (_, nth) => `sponsor-${nth}@example.org`);
  await world.setClock(-weekMs);
  for (const email of emails) await join(world, email);
  await waitUntil(
    () => isQuiet(world),
    () => "the joining of sponsors is not over",
    200,
  );
  await world.setClock(0);
  const sent = await countEmails(world);
  return emails.map((email) => ({ email, emails: sent.get(email) ?? 0 }));
}

/** Stripe collects from a sponsor, an hour sooner than it would by itself. */
async function collect(world: DrillWorld, { email, emails }: Sponsor): Promise<Person> {
  let invoice = "";
  const findInvoice = async () => {
    const drafts = await world.askStripe<{ data: { id: string; customer_email: string }[] }>("/v1/invoices?status=draft&limit=100");
    invoice = drafts.data.find((draft) => draft.customer_email === email)?.id ?? "";
    return invoice !== "";
  };
  await waitUntil(findInvoice, () => `nothing is due from ${email}`, 200);
  await world.askStripe(`/v1/invoices/${invoice}/pay`, { method: "POST", headers: { "idempotency-key": invoice } });
  return { email, kind: "renewal", payments: 2, emails: emails + 1 };
}

export type Stream = Awaited<ReturnType<typeof startStream>>;

/** People who give and sign up, one after the other in several rows, until they are told to stop, and sponsors who are collected from. */
export function startStream(world: DrillWorld, name: string, sponsors: readonly Sponsor[]) {
  const sent: Person[] = [];
  const clients: Client[] = [];
  const failures: unknown[] = [];
  let stopping = false;
  let nth = 0;
  const row = async (kind: "gift" | "sign-up") => {
    while (!stopping) {
      const client = new Client(world.siteUrl);
      clients.push(client);
      const email = `${name}-${kind}-${++nth}@example.org`;
      const person = kind === "gift" ? await give(world, client, email, nth) : await signUp(client, email);
      if (person) sent.push(person);
      await sleep(200);
    }
  };
  const collectAll = async () => {
    for (const sponsor of sponsors) {
      if (stopping) return;
      sent.push(await collect(world, sponsor));
      await sleep(2000);
    }
  };
  const running = [row("gift"), row("gift"), row("sign-up"), collectAll()].map((each) =>
    each.catch((error: unknown) => void failures.push(error)),
  );
  const check = () => {
    if (failures.length > 0) throw failures[0];
  };
  const refusals = () => clients.reduce((sum, client) => sum + client.refusals, 0);
  /** Waits until a number is so much higher than now. */
  const grows = async (what: string, number: () => number, by: number) => {
    const before = number();
    const holds = () => {
      check();
      return number() >= before + by;
    };
    await waitUntil(holds, () => `${number() - before} ${what} instead of ${by}: ${world.printed.slice(-20).join("")}`);
  };
  return {
    sent: (): readonly Person[] => [...sent],
    /** Waits until so many more were answered for. */
    passed: (count: number) => grows("answers", () => sent.length, count),
    /** Waits until so many more presses were in vain. */
    refused: (count: number) => grows("refusals", refusals, count),
    /** Lets whoever began finish. */
    async stop() {
      stopping = true;
      await Promise.all(running);
      check();
    },
  };
}
