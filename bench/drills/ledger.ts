import type { Person } from "./person";
import type { DrillWorld } from "./world";

type Charge = { id: string; amount: number; paid: boolean; payment_intent: string; billing_details: { email: string } };
type Row = { email: string; intent: string; pence: number };

/** What Stripe and Resend hold by their own books, and the database by its own: nothing here asks the site. */
type Books = { charges: Map<string, Charge[]>; rows: Map<string, Row[]>; requests: Set<string>; emails: Map<string, number> };

export type Counts = { sent: number; lost: number; doubled: number; details: string[] };

/** Every payment that Stripe took. */
async function listCharges(world: DrillWorld): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (let after = ""; ;) {
    const query = new URLSearchParams({ limit: "100", ...(after && { starting_after: after }) });
    const page = await world.askStripe<{ data: Charge[]; has_more: boolean }>(`/v1/charges?${query}`);
    charges.push(...page.data.filter(({ paid }) => paid));
    after = page.data.at(-1)?.id ?? "";
    if (!page.has_more) return charges;
  }
}

function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** How many emails Resend took for each address. */
export async function countEmails(world: DrillWorld): Promise<Map<string, number>> {
  const outbox = (await (await fetch(`${world.outboxUrl}/outbox.json`)).json()) as { to: string[] }[];
  const emails = new Map<string, number>();
  for (const address of outbox.flatMap(({ to }) => to)) emails.set(address, (emails.get(address) ?? 0) + 1);
  return emails;
}

async function readBooks(world: DrillWorld): Promise<Books> {
  const [charges, emails, donations, requests] = await Promise.all([
    listCharges(world),
    countEmails(world),
    world.pool.query<Row>(
      "SELECT email, stripe_payment_intent_id AS intent, gift_pence + cover_pence AS pence FROM donation WHERE status = 'paid'",
    ),
    world.pool.query<{ email: string }>("SELECT DISTINCT email FROM newsletter_request"),
  ]);
  return {
    charges: groupBy(charges, (charge) => charge.billing_details.email),
    rows: groupBy(donations.rows, (row) => row.email),
    requests: new Set(requests.rows.map(({ email }) => email)),
    emails,
  };
}

/** What is missing of, and what is too much for, one person. */
function judge({ email, kind, payments, emails }: Person, books: Books): { lost: string[]; doubled: string[] } {
  const lost: string[] = [];
  const doubled: string[] = [];
  const compare = (what: string, found: number, wanted: number) => {
    if (found < wanted) lost.push(`${email}: ${found} ${what} instead of ${wanted}`);
    if (found > wanted) doubled.push(`${email}: ${found} ${what} instead of ${wanted}`);
  };
  const charges = books.charges.get(email) ?? [];
  const rows = books.rows.get(email) ?? [];
  compare("payments at Stripe", charges.length, payments);
  compare("paid rows", rows.length, charges.length);
  for (const { payment_intent: intent, amount } of charges)
    if (!rows.some((row) => row.intent === intent && row.pence === amount)) lost.push(`${email}: no row of ${intent} over ${amount}`);
  if (kind === "sign-up" && !books.requests.has(email)) lost.push(`${email}: no request`);
  compare("emails", books.emails.get(email) ?? 0, emails);
  return { lost, doubled };
}

/** Compares what people were answered for with the books. */
export async function count(world: DrillWorld, people: readonly Person[]): Promise<Counts> {
  const books = await readBooks(world);
  const judged = people.map((person) => judge(person, books));
  return {
    sent: people.length,
    lost: judged.filter(({ lost }) => lost.length > 0).length,
    doubled: judged.filter(({ doubled }) => doubled.length > 0).length,
    details: judged.flatMap(({ lost, doubled }) => [...lost, ...doubled]),
  };
}

/** Whether nothing is under way any more: no webhook waits, no job is due. What would come twice has come by then. */
export async function isQuiet(world: DrillWorld): Promise<boolean> {
  const deliveries = (await world.control("deliveries")) as { state: string }[];
  if (deliveries.some(({ state }) => state === "waiting")) return false;
  const { rows } = await world.pool.query<{ due: number }>(
    "SELECT count(*)::int AS due FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts",
  );
  return rows[0]?.due === 0;
}
