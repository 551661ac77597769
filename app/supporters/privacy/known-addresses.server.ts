import { db } from "~/platform/database/db.server";
import type { Person } from "./personal-data";

/** The address that a supporter is written to; null: there is none, or nobody of that id. */
export const findSupporterEmail = async (supporterId: string): Promise<string | null> =>
  (await db.supporter.findUnique({ where: { id: supporterId }, select: { email: true } }))?.email ?? null;

/** A supporter with every address they were ever known by here; null: there is none of that id. */
export async function findPerson(supporterId: string): Promise<Person | null> {
  const supporter = await db.supporter.findUnique({
    where: { id: supporterId },
    select: {
      email: true,
      emailChanges: { where: { completedAt: { not: null } }, select: { oldEmail: true, newEmail: true } },
    },
  });
  if (!supporter) return null;
  const { email, emailChanges } = supporter;
  const given = await db.$queryRaw<{ email: string }[]>`
    SELECT email FROM donation WHERE supporter_id = ${supporterId} UNION SELECT email FROM plan WHERE supporter_id = ${supporterId}`;
  const all = [email ?? "", ...emailChanges.flatMap(({ oldEmail, newEmail }) => [oldEmail, newEmail]), ...given.map((row) => row.email)];
  const addresses = [...new Set(all.map((address) => address.toLowerCase()))].filter(Boolean);
  // An address that somebody else goes by now is theirs.
  const others = await db.supporter.findMany({ where: { email: { in: addresses }, id: { not: supporterId } }, select: { email: true } });
  const taken = new Set(others.map((other) => other.email));
  return { id: supporterId, emails: addresses.filter((address) => !taken.has(address)) };
}
