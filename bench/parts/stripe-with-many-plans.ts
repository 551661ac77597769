import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A Stripe that knows of very many plans and can be asked for lists of them only: each answer is worked out as it is
 * asked for. It counts what it is asked, and how much of that within one second.
 */
const count = Number(process.argv[2]);
/** Every so many plans has changed since it was last settled. */
const changedEvery = Number(process.argv[3]);

export const start = 1_790_000_000;
const requestTimes: number[] = [];

const idOf = (kind: string, number: number) => `${kind}_${String(number).padStart(9, "0")}`;
const numberOf = (id: string) => Number(id.split("_")[1]);
const isChanged = (number: number) => number % changedEvery === 0;

function subscription(number: number, expanded: boolean): object {
  return {
    id: idOf("sub", number),
    object: "subscription",
    customer: idOf("cus", number),
    livemode: false,
    created: start,
    status: isChanged(number) ? "past_due" : "active",
    metadata: { reference: idOf("plan", number) },
    default_payment_method: null,
    latest_invoice: expanded
      ? { id: idOf("in", number), object: "invoice", status: isChanged(number) ? "open" : "paid", attempt_count: 1 }
      : idOf("in", number),
    items: {
      data: [
        {
          current_period_end: start + 2_419_200,
          quantity: 1,
          price: { unit_amount: 1000, recurring: { interval: "week", interval_count: 4 } },
        },
      ],
    },
    pause_collection: null,
    ended_at: null,
    trial_end: null,
    cancellation_details: null,
  };
}

const invoice = (number: number) => ({
  id: idOf("in", number),
  object: "invoice",
  status: isChanged(number) ? "open" : "paid",
  amount_paid: isChanged(number) ? 0 : 1000,
  currency: "gbp",
  created: start,
  next_payment_attempt: start + 90_000,
  status_transitions: { paid_at: isChanged(number) ? null : start },
  parent: { subscription_details: { subscription: idOf("sub", number) } },
  payments: { data: [{ status: "open", payment: { payment_intent: idOf("pi", number) } }] },
});

function* idsNewestFirst(after: string | null): Generator<number> {
  for (let number = after ? numberOf(after) - 1 : count; number > 0; number--) yield number;
}

function page(path: string, after: string | null, wanted: (number: number) => boolean, row: (number: number) => object): object {
  const data: object[] = [];
  for (const number of idsNewestFirst(after)) {
    if (!wanted(number)) continue;
    if (data.length === 100) return { object: "list", url: path, data, has_more: true };
    data.push(row(number));
  }
  return { object: "list", url: path, data, has_more: false };
}

function answer(path: string, query: URLSearchParams): object {
  const after = query.get("starting_after");
  const [, , kind, id] = path.split("/");
  if (kind === "subscriptions" && id) return subscription(numberOf(id), true);
  if (kind === "subscriptions")
    return page(
      path,
      after,
      () => true,
      (number) => subscription(number, true),
    );
  if (kind === "payment_intents") {
    return {
      id,
      object: "payment_intent",
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
    };
  }
  const of = query.get("subscription");
  if (of) return { object: "list", url: path, data: [invoice(numberOf(of))], has_more: false };
  return page(path, after, (number) => !isChanged(number), invoice);
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://stripe");
  requestTimes.push(performance.now());
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer(pathname, searchParams)));
});
server.listen(0, "127.0.0.1", () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

process.on("message", (message) => {
  if (message !== "asked") return;
  let most = 0;
  for (let first = 0, last = 0; last < requestTimes.length; last++) {
    while ((requestTimes[last] ?? 0) - (requestTimes[first] ?? 0) >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  process.send?.({ asked: requestTimes.length, most });
});
process.on("SIGTERM", () => process.exit());
