import { sign } from "../../app/sandbox/stripe/webhooks/sign";
import { stripeKeys, type StripeEvent } from "./paid-donations";

/** An event as the bytes of a webhook, signed now. */
export function signedRequest(event: StripeEvent): Buffer {
  const body = JSON.stringify(event);
  const head = [
    "POST /webhooks/stripe HTTP/1.1",
    "host: 127.0.0.1",
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    `stripe-signature: ${sign(body, stripeKeys.STRIPE_WEBHOOK_SECRET, Date.now())}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The requests, and every tenth of them once more: some at once, some after others. */
export function withRepeats<Request>(requests: readonly Request[]): Request[] {
  const all: Request[] = [];
  for (const [index, request] of requests.entries()) {
    all.push(request);
    if (index % 20 === 0) all.push(request);
    const earlier = requests[index - 15];
    if (index % 20 === 19 && earlier !== undefined) all.push(earlier);
  }
  return all;
}
