import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { inTransaction } from "~/platform/database/db.server";
import { parseEmail } from "~/platform/email-address";
import { unescapeFormula } from "../imports/columns";
import { suppress } from "./suppress.server";
import type { SuppressionReason } from "./suppression";

/**
 * Suppresses the addresses of a text, one a line, such as a request that came through the Fundraising Preference Service.
 * @returns how many are new, how many were suppressed before, and the lines that are no address
 */
export async function suppressFile(
  text: Readable,
  reason: SuppressionReason,
): Promise<{ added: number; alreadySuppressed: number; invalidLines: number[] }> {
  const counts = { added: 0, alreadySuppressed: 0, invalidLines: [] as number[] };
  let number = 0;
  for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === "") continue;
    const address = parseEmail(unescapeFormula(line.replace(/^\uFEFF/, "")), "");
    if ("wrong" in address) counts.invalidLines.push(number);
    else if (await inTransaction((tx) => suppress(tx, address.email, reason))) counts.added += 1;
    else counts.alreadySuppressed += 1;
  }
  return counts;
}
