import { Resend } from "resend";
import { startResendSandbox, type ResendSandbox, type ResendSandboxOptions } from "~/sandbox/resend/start-resend-sandbox";

export const email = {
  from: "Roomlight <hello@roomlight.example>",
  to: "ada@example.org",
  subject: "Your receipt",
  html: "<p>Thank you</p>",
  text: "Thank you",
};
export const closing: (() => Promise<unknown>)[] = [];

export async function start(options: Partial<ResendSandboxOptions> = {}): Promise<{ sandbox: ResendSandbox; resend: Resend }> {
  const sandbox = await startResendSandbox({
    port: 0,
    webhook: null,
    requestsPerSecond: 1000,
    ...options,
  });
  closing.push(() => sandbox.stop());
  return { sandbox, resend: new Resend("re_test", { baseUrl: sandbox.url }) };
}
