import { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { resemblesText } from "../../lists/text-match.server";

/** A record that may be of the same person. */
export type Double = { id: string; name: string; email: string | null; hasSamePostcode: boolean };

/** Of names that are written much alike more are hardly looked at. */
const maxAlike = 500;
const maxShown = 8;

const owners = (declarations: Prisma.Sql) => Prisma.sql`
  SELECT supporter_id AS id FROM declaration WHERE id IN ${declarations} AND supporter_id IS NOT NULL
  UNION SELECT supporter_id FROM donation WHERE declaration_id IN ${declarations} AND supporter_id IS NOT NULL
  UNION SELECT supporter_id FROM plan WHERE declaration_id IN ${declarations} AND supporter_id IS NOT NULL`;

/** Likely doubles of one person, the likeliest first: of the same postcode with a last name much alike, or of a whole name much alike. */
export async function findDoubles({ id, firstName, lastName }: { id: string; firstName: string; lastName: string }): Promise<Double[]> {
  const name = [firstName, lastName].filter(Boolean).join(" ").toLowerCase();
  const ownDeclarations = Prisma.sql`(
    SELECT id FROM declaration WHERE supporter_id = ${id} UNION SELECT declaration_id FROM donation WHERE supporter_id = ${id}
    UNION SELECT declaration_id FROM plan WHERE supporter_id = ${id})`;
  const postcodes = Prisma.sql`(
    SELECT postcode FROM declaration WHERE id IN ${ownDeclarations} AND postcode IS NOT NULL
    UNION SELECT postcode FROM declaration_change WHERE declaration_id IN ${ownDeclarations} AND postcode IS NOT NULL)`;
  const neighbours = Prisma.sql`(SELECT id FROM declaration WHERE postcode IN ${postcodes}
    UNION SELECT declaration_id FROM declaration_change WHERE postcode IN ${postcodes})`;
  const alike =
    name === ""
      ? Prisma.sql`SELECT NULL::text AS id WHERE FALSE`
      : Prisma.sql`SELECT s.id FROM supporter s WHERE ${resemblesText("supporter s", name)} LIMIT ${maxAlike}`;
  return await db.$queryRaw<Double[]>`
    WITH neighbour AS (${owners(neighbours)}), candidate AS (SELECT id FROM neighbour UNION (${alike})),
    measured AS (
      SELECT s.id, s.email, concat_ws(' ', nullif(s.first_name, ''), nullif(s.last_name, '')) AS name,
        s.id IN (SELECT id FROM neighbour) AS "hasSamePostcode",
        similarity(lower(concat_ws(' ', s.first_name, s.last_name)), ${name}) AS likeness,
        similarity(lower(s.last_name), ${lastName.toLowerCase()}) AS "likenessOfLast"
      FROM supporter s JOIN candidate USING (id) WHERE s.id <> ${id})
    SELECT id, coalesce(nullif(name, ''), 'no name') AS name, email, "hasSamePostcode" FROM measured
    WHERE likeness >= 0.5 OR ("hasSamePostcode" AND "likenessOfLast" >= 0.4)
    ORDER BY "hasSamePostcode" DESC, likeness DESC, id LIMIT ${maxShown}`;
}
