import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { config } from "~/platform/config/config.server";
import { newToken } from "~/platform/ids.server";

/** A form that was open for longer starts anew: its payment page would be closed by now. */
const maxAgeMs = 12 * 60 * 60 * 1000;

const sign = (text: string, secret: string) => createHmac("sha256", secret).update(`attempt ${text}`).digest("base64url").slice(0, 22);

/** A new attempt to give: a signed, dated number in the form, by which sending the same form twice is one gift. */
export function newFormId(now: Date): string {
  const unsigned = `${newToken()}.${now.getTime().toString(36)}`;
  return `${unsigned}.${sign(unsigned, config.sessionSecrets[0] ?? "")}`;
}

/** Whether an attempt is one of ours and recent enough. */
export function isValidFormId(formId: string | undefined, now: Date): formId is string {
  const [id, issuedAt, signature, ...rest] = (formId ?? "").split(".");
  if (!id || !issuedAt || !signature || rest.length > 0) return false;
  const age = now.getTime() - Number.parseInt(issuedAt, 36);
  if (!(age >= -60_000 && age < maxAgeMs)) return false;
  return config.sessionSecrets.some((secret) => {
    const expected = Buffer.from(sign(`${id}.${issuedAt}`, secret));
    const actual = Buffer.from(signature);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}

/** A digest of all that was agreed to on a form, independent of the order of its fields. */
export const hashForm = (form: object): string => createHash("sha256").update(JSON.stringify(form, sortKeys)).digest("base64url");

const sortKeys = (_name: string, value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** Writes a row whose reference is drawn at random; `insert` gives null when another row has the one that it drew. */
export async function withUniqueReference<Row>(insert: () => Promise<Row | null>): Promise<Row> {
  for (let round = 1; round <= 5; round += 1) {
    const row = await insert();
    if (row) return row;
  }
  throw new Error("no free reference was drawn");
}
