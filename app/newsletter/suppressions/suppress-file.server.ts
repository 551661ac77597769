import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { inTransaction } from "~/platform/database/db.server";
import { readEmail } from "~/platform/email-address";
import { unguarded } from "../imports/columns";
import { suppress } from "./suppress.server";
import type { SuppressionReason } from "./suppression";

/**
 * Suppresses the addresses of a text, one a line, such as a request that came through the Fundraising Preference Service.
 * @returns how many are new, how many were suppressed before, and the lines that are no address
 */
export async function suppressList(text: Readable, reason: SuppressionReason): Promise<{ added: number; before: number; wrong: number[] }> {
  const counts = { added: 0, before: 0, wrong: [] as number[] };
  let number = 0;
  for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === "") continue;
    const address = readEmail(unguarded(line.replace(/^\uFEFF/, "")), "");
    if ("wrong" in address) counts.wrong.push(number);
    else if (await inTransaction((tx) => suppress(tx, address.email, reason))) counts.added += 1;
    else counts.before += 1;
  }
  return counts;
}
