import { createHmac } from "node:crypto";

/**
 * Signs a webhook as Stripe does: the real time and the body, by the endpoint's secret.
 * @param at milliseconds since 1970
 * @returns the header stripe-signature
 */
export function sign(body: string, secret: string, at: number): string {
  const timestamp = Math.floor(at / 1000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}
