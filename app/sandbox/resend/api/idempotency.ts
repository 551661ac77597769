import { createHash } from "node:crypto";
import { refusal, type Answer, type ApiRequest } from "./answer";
import type { Store } from "../store";

type Kept = { key: string; fingerprint: string; at: number; answer: Answer };

const day = 24 * 60 * 60 * 1000;
const paths = new Set(["/emails", "/emails/batch"]);

/** What to do with a request that carries an idempotency key. */
export type Claim =
  /** Answer this: the work was done before, or the key is not good. */
  | { answer: Answer }
  /** Do the work, then `keep` its answer; `release` in any case. */
  | { keep(answer: Answer): void; release(): void };

/**
 * Idempotency as Resend gives it, on sending only: same key and payload, same answer for 24 hours; another payload, or
 * one still under way, 409. https://resend.com/docs/dashboard/emails/idempotency-keys
 */
export function openIdempotency(store: Store, now: () => Date) {
  const kept = store.collection<Kept>("answers");
  const underWay = new Set<string>();
  for (const { key, at } of kept.values()) if (now().getTime() - at >= day) kept.delete(key);

  return function claim(request: ApiRequest): Claim {
    const key = request.headers["idempotency-key"];
    if (key === undefined || request.method !== "POST" || !paths.has(request.path)) return { keep() {}, release() {} };
    if (key.length < 1 || key.length > 256)
      return {
        answer: refusal(400, "invalid_idempotency_key", "The key must be between 1-256 chars."),
      };
    const fingerprint = createHash("sha256").update(`${request.path}\n${request.raw}`).digest("hex");
    if (underWay.has(key)) {
      return {
        answer: refusal(409, "concurrent_idempotent_requests", "Same idempotency key used while original request is still in progress."),
      };
    }
    const before = kept.get(key);
    if (before && now().getTime() - before.at < day) {
      if (before.fingerprint === fingerprint) return { answer: before.answer };
      return {
        answer: refusal(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload."),
      };
    }
    underWay.add(key);
    return {
      keep(answer) {
        if (answer.status < 300) kept.put(key, { key, fingerprint, at: now().getTime(), answer });
      },
      release: () => void underWay.delete(key),
    };
  };
}
