import { randomUUID } from "node:crypto";
import { listAnswer, ok, refusal, resendInstant, type Route } from "./answer";
import type { Store } from "../store";

type Domain = {
  id: string;
  name: string;
  status: "not_started" | "verified";
  tracksOpens: boolean;
  tracksClicks: boolean;
  createdAt: string;
};

const show = ({ id, name, status, tracksOpens, tracksClicks, createdAt }: Domain) => ({
  id,
  name,
  status,
  created_at: resendInstant(createdAt),
  region: "eu-west-1",
  capabilities: { sending: "enabled", receiving: "disabled" },
  open_tracking: tracksOpens,
  click_tracking: tracksClicks,
});

/** The domains that emails may come from: https://resend.com/docs/api-reference/domains. Its name servers are none: verifying is enough. */
export function domainRoutes(store: Store, now: () => Date): Route[] {
  const kept = store.collection<Domain>("domains");
  return [
    { method: "GET", path: "/domains", answer: ({ query }) => listAnswer(kept.values().toReversed(), query, show) },
    {
      method: "POST",
      path: "/domains",
      answer({ body }) {
        const { name, open_tracking: opens, click_tracking: clicks } = (body ?? {}) as Record<string, unknown>;
        if (typeof name !== "string" || !/^[\w-]+(\.[\w-]+)+$/.test(name))
          return refusal(422, "validation_error", "The `name` field must be a valid domain.");
        const domain: Domain = {
          id: randomUUID(),
          name,
          status: "not_started",
          tracksOpens: opens === true,
          tracksClicks: clicks === true,
          createdAt: now().toISOString(),
        };
        kept.put(domain.id, domain);
        return { status: 201, body: { ...show(domain), records: [] } };
      },
    },
    {
      method: "POST",
      path: "/domains/:id/verify",
      answer(_request, { id = "" }) {
        const domain = kept.get(id);
        if (!domain) return refusal(404, "not_found", "Domain not found");
        kept.put(id, { ...domain, status: "verified" });
        return ok({ object: "domain", id });
      },
    },
  ];
}

/** What a starter says are domains of its own, verified. */
export function addVerifiedDomains(store: Store, names: readonly string[], now: () => Date): void {
  const kept = store.collection<Domain>("domains");
  for (const name of names) {
    if (kept.values().some((domain) => domain.name === name)) continue;
    const id = randomUUID();
    kept.put(id, { id, name, status: "verified", tracksOpens: false, tracksClicks: false, createdAt: now().toISOString() });
  }
}
