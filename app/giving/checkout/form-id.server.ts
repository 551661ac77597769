import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { config } from "~/platform/config/config.server";
import { newToken } from "~/platform/ids.server";

/** A form that was open for longer starts anew: its payment page would be closed by now. */
const maxAgeMs = 12 * 60 * 60 * 1000;

const seal = (text: string, secret: string) => createHmac("sha256", secret).update(`attempt ${text}`).digest("base64url").slice(0, 22);

/** A new attempt to give: a sealed, dated number in the form, by which sending the same form twice is one gift. */
export function newAttempt(now: Date): string {
  const text = `${newToken()}.${now.getTime().toString(36)}`;
  return `${text}.${seal(text, config.sessionSecrets[0] ?? "")}`;
}

/** Whether an attempt is one of ours and recent enough. */
export function isAttempt(attempt: string | undefined, now: Date): attempt is string {
  const [id, time, sealed, ...rest] = (attempt ?? "").split(".");
  if (!id || !time || !sealed || rest.length > 0) return false;
  const age = now.getTime() - Number.parseInt(time, 36);
  if (!(age >= -60_000 && age < maxAgeMs)) return false;
  return config.sessionSecrets.some((secret) => {
    const expected = Buffer.from(seal(`${id}.${time}`, secret));
    const given = Buffer.from(sealed);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/** A digest of all that was agreed to on a form, independent of the order of its fields. */
export const contentsOf = (form: object): string => createHash("sha256").update(JSON.stringify(form, inOrder)).digest("base64url");

const inOrder = (_name: string, value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** Writes a row whose reference is drawn at random; `write` gives null when another row has the one that it drew. */
export async function drawn<Row>(write: () => Promise<Row | null>): Promise<Row> {
  for (let turn = 1; turn <= 5; turn += 1) {
    const row = await write();
    if (row) return row;
  }
  throw new Error("no free reference was drawn");
}
