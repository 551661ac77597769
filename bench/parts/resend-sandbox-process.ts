import { startResendSandbox } from "../../app/sandbox/resend/start-resend-sandbox";

/**
 * The pretend Resend in a process of its own, so that it outlives senders that are killed and its memory can be read
 * alone. Arguments: requests a second, and where signed webhooks go ("" for nowhere) with their secret.
 */
const [rate = "10", url = "", secret = ""] = process.argv.slice(2);
const mail = await startResendSandbox({
  port: 0,
  requestsPerSecond: Number(rate),
  webhook: url === "" ? null : { url, secret, events: ["email."] },
});
let requests = 0;
mail.control.watch((_line, when) => void (when === "before" && (requests += 1)));
process.send?.({ resend: mail.url });

process.on("message", (message: { what: string; name?: string; line?: string }) => {
  const { what, name = "", line = "" } = message;
  if (what === "counts")
    process.send?.({ counts: { requests, contacts: mail.control.contacts(), megabytes: process.memoryUsage().rss / 2 ** 20 } });
  if (what === "reached") process.send?.({ reached: mail.control.reached(name) });
  if (what === "settled")
    void mail.control
      .broadcastsSettled()
      .then(() => mail.control.webhooksSettled())
      .then(() => process.send?.({ settled: true }));
  // Says once when a request of this line has been carried out.
  if (what === "tell") {
    const wanted = new RegExp(line);
    mail.control.watch((asked, when) => {
      if (when === "before") requests += 1;
      if (when === "after" && wanted.test(asked)) process.send?.({ done: asked });
    });
  }
});
process.on("SIGTERM", () => void mail.stop().then(() => process.exit()));
