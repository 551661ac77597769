import { newToken } from "~/platform/ids.server";
import { readToken, signToken } from "~/platform/secrets/signed-token.server";
import { sha256 } from "~/platform/sha256.server";

/** A form that was open for longer starts anew: its payment page would be closed by now. */
const maxAgeMs = 12 * 60 * 60 * 1000;
/** Clocks of two processes may differ by so much. */
const clockSkewMs = 60_000;

/** A new attempt to give: a signed, dated number in the form, by which sending the same form twice is one gift. */
export const newFormId = (now: Date): string => signToken("form: giving", newToken(), new Date(now.getTime() + maxAgeMs));

/** Whether an attempt is one of ours and recent enough. */
export function isValidFormId(formId: string | undefined, now: Date): formId is string {
  const read = readToken("form: giving", formId ?? "", now);
  return !("refused" in read) && (read.expiresAt?.getTime() ?? 0) - now.getTime() <= maxAgeMs + clockSkewMs;
}

/** A digest of all that was agreed to on a form, independent of the order of its fields. */
export const hashForm = (form: object): string => sha256(JSON.stringify(form, sortKeys));

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
