import { setTimeout as wait } from "node:timers/promises";
import { refusal, routeOf, type Answer, type ApiRequest, type Route } from "./answer";
import type { FaultPlan } from "../faults";
import type { openIdempotency } from "./idempotency";
import type { rateLimit } from "./rate-limit";

type Parts = {
  routes: Route[];
  faults: FaultPlan;
  count: ReturnType<typeof rateLimit>;
  claim: ReturnType<typeof openIdempotency>;
};

/** Keys that the sandbox takes. A real key is refused: whoever sends it here has a setting wrong. */
const sandboxKey = /^Bearer re_(sandbox|test|rehearsal)(_\w+)?$/;

/** Answers one request to the pretend API; null means that the reply is to be lost. */
export function api({ routes, faults, count, claim }: Parts) {
  return async function answer(request: ApiRequest | "not-json", authorization: string | undefined): Promise<Answer | null> {
    const line = request === "not-json" ? "" : `${request.method} ${request.path}`;
    const refused = keyRefusal(authorization) ?? faults.nextRefusal(line);
    if (refused) return refused;
    const { within, headers } = count();
    const withHeaders = (given: Answer): Answer => ({
      ...given,
      headers: { ...headers, ...given.headers },
    });
    if (!within)
      return withHeaders(
        refusal(429, "rate_limit_exceeded", `Too many requests. You can only make ${headers["ratelimit-limit"]} requests per second.`),
      );
    if (request === "not-json") return withHeaders(refusal(400, "validation_error", "The request body is not valid JSON."));
    await faults.notify(line, "before");
    const losesReply = faults.losesThisReply(line);
    const given = await onceForItsKey(request);
    await faults.notify(line, "after");
    return losesReply ? null : withHeaders(given);
  };

  async function onceForItsKey(request: ApiRequest): Promise<Answer> {
    const claimed = claim(request);
    if ("answer" in claimed) return claimed.answer;
    try {
      const given = carryOut(request);
      claimed.keep(given);
      if (faults.wait() > 0) await wait(faults.wait());
      return given;
    } finally {
      claimed.release();
    }
  }

  function carryOut(request: ApiRequest): Answer {
    const found = routeOf(routes, request.method, request.path);
    if (found === "other-method") return refusal(405, "method_not_allowed", "Method is not allowed for the requested path.");
    if (found === "unknown-path") return refusal(404, "not_found", "The requested endpoint does not exist.");
    return found.route.answer(request, found.parts);
  }
}

function keyRefusal(authorization: string | undefined): Answer | null {
  if (!authorization || !/^Bearer \S/.test(authorization)) return refusal(401, "missing_api_key", "Missing API Key");
  if (sandboxKey.test(authorization)) return null;
  return refusal(
    403,
    "invalid_api_key",
    "API key is invalid: this is the sandbox, which takes keys that start with re_sandbox, re_test or re_rehearsal only. A real key belongs to the real Resend.",
  );
}
