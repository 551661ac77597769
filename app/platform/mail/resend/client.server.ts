import { Resend } from "resend";
import { assertNotFenced } from "../../fence.server";
import { config } from "~/platform/config/config.server";
import { observeResend } from "~/platform/telemetry/metrics.server";
import { measure, pathPattern } from "~/platform/telemetry/traces.server";

/** The client that speaks to Resend, or to what stands in for it. */
export function resendClient(): Resend {
  assertNotFenced();
  return new MeasuredResend(config.resend.key, { baseUrl: config.resend.baseUrl ?? "https://api.resend.com" });
}

/** Counts and traces each request, at the one place that all go through. */
class MeasuredResend extends Resend {
  override async fetchRequest<Data>(path: string, options: { method?: string } = {}) {
    const facts = { "http.request.method": options.method ?? "GET", "url.template": pathPattern(path) };
    return await measure({ kind: "client", name: `Resend ${Object.values(facts).join(" ")}`, facts }, async (end) => {
      const answer = await super.fetchRequest<Data>(path, options);
      const status = answer.error?.statusCode;
      observeResend(
        answer.error?.name ?? "answered",
        // The client tells the status of refusals alone.
        end({ ...(status && { facts: { "http.response.status_code": status } }), failed: answer.error !== null }),
      );
      return answer;
    });
  }
}
