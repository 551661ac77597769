import { Refusal } from "./refusal";

/**
 * Checks the key that a request carries. Any test key will do, and one that is made up for a rehearsal; any other live
 * one is refused before anything else is looked at.
 * @throws Refusal 401
 */
export function checkKey(authorization: string | undefined): void {
  const key = keyIn(authorization ?? "");
  if (!key) {
    throw refused(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (/^[rs]k_live_rehearsal_\w+$/.test(key)) return;
  if (/_live_/.test(key))
    throw refused(
      "This is a pretend Stripe, and it never takes a live key: live keys go to Stripe and nowhere else. Write a key that starts with sk_test_.",
    );
  if (!/^[rs]k_test_\w+$/.test(key)) throw refused(`Invalid API Key provided: ${key.slice(0, 8)}****`);
}

function keyIn(authorization: string): string {
  const [scheme = "", value = ""] = authorization.split(" ");
  if (scheme.toLowerCase() === "bearer") return value;
  return scheme.toLowerCase() === "basic" ? (Buffer.from(value, "base64").toString().split(":")[0] ?? "") : "";
}

const refused = (message: string) => new Refusal(401, { type: "invalid_request_error", message });
