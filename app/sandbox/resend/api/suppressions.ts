import { randomUUID } from "node:crypto";
import { listAnswer, ok, refusal, resendInstant, type Route } from "./answer";
import { isEmailAddress } from "../check-message";
import type { Store } from "../store";
import type { Webhooks } from "../webhooks";

type Origin = "bounce" | "complaint" | "manual";
type Suppression = { id: string; email: string; origin: Origin; sourceId: string | null; createdAt: string };

/** Addresses that Resend itself no longer writes to: https://resend.com/docs/api-reference/suppressions */
export type Suppressions = {
  has(email: string): boolean;
  /** What a hard bounce or a complaint does by itself. Resend's own test addresses can bounce again and again. */
  follow(event: string, email: string, messageId: string): void;
  routes: Route[];
};

const show = ({ id, email, origin, sourceId, createdAt }: Suppression) => ({
  id,
  email,
  origin,
  source_id: sourceId,
  created_at: resendInstant(createdAt),
});

export function openSuppressions(store: Store, webhooks: Webhooks, now: () => Date): Suppressions {
  const kept = store.collection<Suppression>("suppressions");
  const find = (key: string) => kept.get(key.toLowerCase()) ?? kept.values().find(({ id }) => id === key);
  const add = (email: string, origin: Origin, sourceId: string | null): Suppression => {
    const known = kept.get(email.toLowerCase());
    if (known) return known;
    const added = { id: randomUUID(), email: email.toLowerCase(), origin, sourceId, createdAt: now().toISOString() };
    kept.put(added.email, added);
    webhooks.announce({ type: "suppression.added", created_at: added.createdAt, data: show(added) });
    return added;
  };
  return {
    has: (email) => kept.get(email.toLowerCase()) !== undefined,
    follow(event, email, messageId) {
      if ((event !== "bounced" && event !== "complained") || email.toLowerCase().endsWith("@resend.dev")) return;
      add(email, event === "bounced" ? "bounce" : "complaint", messageId);
    },
    routes: [
      {
        method: "POST",
        path: "/suppressions",
        answer({ body }) {
          const email = (body as { email?: unknown } | undefined)?.email;
          if (typeof email !== "string" || !isEmailAddress(email)) return refusal(422, "validation_error", "Invalid `email` field.");
          return { status: 201, body: { object: "suppression", id: add(email, "manual", null).id } };
        },
      },
      { method: "GET", path: "/suppressions", answer: ({ query }) => listAnswer(kept.values().toReversed(), query, show) },
      {
        method: "GET",
        path: "/suppressions/:key",
        answer(_request, { key = "" }) {
          const found = find(key);
          return found ? ok({ object: "suppression", ...show(found) }) : refusal(404, "not_found", "Suppression not found");
        },
      },
      {
        method: "DELETE",
        path: "/suppressions/:key",
        answer(_request, { key = "" }) {
          const found = find(key);
          if (!found) return refusal(404, "not_found", "Suppression not found");
          kept.delete(found.email);
          webhooks.announce({ type: "suppression.removed", created_at: now().toISOString(), data: show(found) });
          return ok({ object: "suppression", id: found.id, deleted: true });
        },
      },
    ],
  };
}
