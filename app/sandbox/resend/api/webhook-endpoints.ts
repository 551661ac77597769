import { randomBytes, randomUUID } from "node:crypto";
import { listAnswer, ok, refusal, resendInstant, type Route } from "./answer";
import type { Store } from "../store";

type Endpoint = { id: string; endpoint: string; events: string[]; status: "enabled" | "disabled"; secret: string; createdAt: string };

const show = ({ id, endpoint, events, status, createdAt }: Endpoint) => ({
  id,
  endpoint,
  events,
  status,
  created_at: resendInstant(createdAt),
});

/** Where Resend is told to send events: https://resend.com/docs/api-reference/webhooks. They are kept and listed; events go to the starter's. */
export function webhookEndpointRoutes(store: Store, now: () => Date): Route[] {
  const kept = store.collection<Endpoint>("webhook-endpoints");
  return [
    { method: "GET", path: "/webhooks", answer: ({ query }) => listAnswer(kept.values().toReversed(), query, show) },
    {
      method: "POST",
      path: "/webhooks",
      answer({ body }) {
        const { endpoint, events } = (body ?? {}) as Record<string, unknown>;
        if (typeof endpoint !== "string" || !/^https?:\/\//.test(endpoint))
          return refusal(422, "validation_error", "The `endpoint` field must be a valid URL.");
        if (!Array.isArray(events) || events.length === 0) return refusal(422, "missing_required_field", "Missing `events` field.");
        const secret = `whsec_${randomBytes(24).toString("base64")}`;
        const made: Endpoint = {
          id: randomUUID(),
          endpoint,
          events: events.map(String),
          status: "enabled",
          secret,
          createdAt: now().toISOString(),
        };
        kept.put(made.id, made);
        return { status: 201, body: { object: "webhook", id: made.id, signing_secret: secret } };
      },
    },
    {
      method: "GET",
      path: "/webhooks/:id",
      answer(_request, { id = "" }) {
        const found = kept.get(id);
        return found
          ? ok({ object: "webhook", ...show(found), signing_secret: found.secret })
          : refusal(404, "not_found", "Webhook not found");
      },
    },
    {
      method: "PATCH",
      path: "/webhooks/:id",
      answer({ body }, { id = "" }) {
        const found = kept.get(id);
        if (!found) return refusal(404, "not_found", "Webhook not found");
        const { events, status } = (body ?? {}) as Record<string, unknown>;
        kept.put(id, {
          ...found,
          ...(Array.isArray(events) && { events: events.map(String) }),
          ...((status === "enabled" || status === "disabled") && { status }),
        });
        return ok({ object: "webhook", id });
      },
    },
  ];
}
