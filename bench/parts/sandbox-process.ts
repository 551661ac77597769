import { startResendSandbox } from "../../app/sandbox/resend/start-resend-sandbox";
import { startStripeSandbox } from "../../app/sandbox/stripe/server";

/**
 * The pretend Stripe and Resend in a process of their own, so that their work is not counted as the site's. Stripe
 * tells nobody of its events: the bench sends them itself. Resend takes emails as fast as they come.
 */
const stripe = await startStripeSandbox({ port: 0, webhook: null, feeDelaySeconds: 0 });
const mail = await startResendSandbox({ port: 0, webhook: null, requestsPerSecond: 1_000_000 });
process.send?.({ stripe: stripe.url, resend: mail.url });

process.on("message", (message) => {
  if (message === "emails") process.send?.({ emails: mail.control.messages().length });
});
process.on("SIGTERM", () => void Promise.all([stripe.stop(), mail.stop()]).then(() => process.exit()));
