import { Resend, type ErrorResponse } from "resend";
import { judgeWebhook, right, wrong, type Finding } from "~/platform/setup/finding";

type Account = { key: string; baseUrl: string | null };
type WantedWebhook = { url: string; events: readonly string[] };
type CreateEvents = Parameters<Resend["webhooks"]["create"]>[0]["events"];
type Page<Row> = { data: { data: Row[]; has_more: boolean } | null; error: ErrorResponse | null };

class NotAnswered extends Error {
  constructor(readonly code: string) {
    super(`Resend did not do it: ${code}`);
  }
}

const timeout = () => ({ signal: AbortSignal.timeout(10_000) });
const clientOf = ({ key, baseUrl }: Account): Resend => new Resend(key, { baseUrl: baseUrl ?? "https://api.resend.com" });

/** Asks Resend whether a key is one that may do everything, whether emails may come from the sender's domain, and how the webhook stands. */
export async function inspectResend(account: Account, senderDomain: string, webhook: WantedWebhook): Promise<Finding[]> {
  const client = clientOf(account);
  try {
    const domains = await listAll((after) => client.domains.list({ limit: 100, ...after }, timeout()));
    const registered = await listAll((after) => client.webhooks.list({ limit: 100, ...after }, timeout()));
    const webhooks = registered.map(({ id, endpoint, status, events }) => ({ id, url: endpoint, isEnabled: status === "enabled", events }));
    return [
      right("Resend key", "Resend takes it"),
      ...judgeDomain(senderDomain, domains),
      // Others are taken note of, and nothing follows.
      judgeWebhook("Resend", webhook.url, webhooks, webhook.events, () => false),
    ];
  } catch (error) {
    return [failure(error)];
  }
}

type Domain = { name: string; status: string; open_tracking?: boolean; click_tracking?: boolean };

function judgeDomain(name: string, domains: readonly Domain[]): Finding[] {
  const place = "https://resend.com/domains";
  const domain = domains.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!domain) return [wrong("Sender's domain", `Resend does not know ${name}`, `Add it at ${place}, or write another MAIL_FROM`)];
  if (domain.status !== "verified")
    return [wrong("Sender's domain", `${name} is not verified (${domain.status})`, `Put the records that ${place} shows into its DNS`)];
  if (domain.open_tracking || domain.click_tracking)
    return [
      wrong("Sender's domain", `${name} tracks its readers, and every email says that nothing does`, `Switch tracking off at ${place}`),
    ];
  return [right("Sender's domain", `${name} is verified, and tracks nobody`)];
}

/**
 * Registers the site's webhook, or gives the one that is there the events that it lacks.
 * @returns its signing secret
 */
export async function registerResendWebhook(account: Account, { url, events }: WantedWebhook): Promise<{ secret: string }> {
  const client = clientOf(account);
  const registered = await listAll((after) => client.webhooks.list({ limit: 100, ...after }, timeout()));
  const known = registered.find(({ endpoint }) => endpoint.replace(/\/+$/, "") === url);
  if (!known) {
    const made = answered(await client.webhooks.create({ endpoint: url, events: [...events] as CreateEvents }, timeout()));
    return { secret: made.signing_secret };
  }
  const all = known.events && [...new Set([...known.events, ...(events as CreateEvents)])];
  answered(await client.webhooks.update(known.id, { ...(all && { events: all }), status: "enabled" }, timeout()));
  return { secret: answered(await client.webhooks.get(known.id, timeout())).signing_secret };
}

async function listAll<Row extends { id: string }>(list: (after: { after?: string }) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = answered(await list(last ? { after: last.id } : {}));
    rows.push(...page.data);
    if (!page.has_more || page.data.length === 0) return rows;
  }
}

function answered<Data>({ data, error }: { data: Data | null; error: ErrorResponse | null }): Data {
  if (error || data === null) throw new NotAnswered(error?.name ?? "no answer");
  return data;
}

function failure(error: unknown): Finding {
  const place = "https://resend.com/api-keys";
  const code = error instanceof NotAnswered ? error.code : "no answer";
  if (code === "restricted_api_key")
    return wrong("Resend key", "it may only send, and the newsletter needs contacts and topics", `Make a key with full access at ${place}`);
  if (code === "missing_api_key" || code === "invalid_api_key" || code === "validation_error")
    return wrong("Resend key", "Resend does not know it", `Copy one from ${place} into RESEND_API_KEY`);
  return wrong("Resend", `it could not be asked (${code})`, "See that this machine reaches api.resend.com, and try again");
}
