import { Prisma } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import type { OfflineGift } from "./offline-gift-form";

/** A supporter whose gift it may be: known by the same postcode and much the same name. */
export type Candidate = {
  id: string;
  name: string;
  email: string | null;
  postcode: string;
  /** Whether the name is the very same. */
  isExact: boolean;
};

type Giver = Pick<OfflineGift, "firstName" | "lastName" | "email" | "postcode" | "giverKind">;

/** Whether a supporter could be behind a gift: what several gave together is nobody's alone. */
export const mayHaveSupporter = ({ giverKind }: Pick<Giver, "giverKind">): boolean => giverKind !== "several";

/** The supporter of an email address; null: there is none, or no address. */
export async function findByEmail(tx: Pick<Tx, "supporter">, { email }: Pick<Giver, "email">): Promise<string | null> {
  if (email === "") return null;
  return (await tx.supporter.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}

/**
 * Supporters who live, as far as is known from declarations and earlier gifts by post, at the gift's postcode, and whose name is the
 * same or much like it. The same names first.
 */
export async function findCandidates(tx: Pick<Tx, "$queryRaw">, { firstName, lastName, postcode }: Giver): Promise<Candidate[]> {
  const name = [firstName, lastName].filter(Boolean).join(" ").toLowerCase();
  if (postcode === null || name === "") return [];
  const declarations = Prisma.sql`(SELECT id FROM declaration WHERE postcode = ${postcode}
    UNION SELECT declaration_id FROM declaration_change WHERE postcode = ${postcode})`;
  const fullName = Prisma.sql`lower(concat_ws(' ', nullif(s.first_name, ''), nullif(s.last_name, '')))`;
  return await tx.$queryRaw<Candidate[]>`
    SELECT s.id, concat_ws(' ', nullif(s.first_name, ''), nullif(s.last_name, '')) AS name, s.email, ${postcode} AS postcode,
      ${fullName} = ${name} AS "isExact"
    FROM supporter s
    WHERE s.id IN (
        SELECT supporter_id FROM declaration WHERE id IN ${declarations}
        UNION SELECT supporter_id FROM donation WHERE declaration_id IN ${declarations}
        UNION SELECT supporter_id FROM plan WHERE declaration_id IN ${declarations}
        UNION SELECT donation.supporter_id FROM offline_gift JOIN donation ON donation.id = offline_gift.donation_id
          WHERE offline_gift.postcode = ${postcode})
      AND (${fullName} = ${name} OR lower(s.last_name) = ${lastName.toLowerCase()} OR similarity(${fullName}, ${name}) > 0.4)
    ORDER BY ${fullName} = ${name} DESC, s.created_at, s.id LIMIT 10`;
}

/** A gift that is there already and looks the same. */
export type PossibleDouble = { id: string; reference: string };

/**
 * Gifts of the same sum, day and reference from the same giver: the same supporter, or where neither has one, the same name.
 * @param exceptId the gift itself, where it is one that is corrected
 */
export async function findDoubles(
  tx: Pick<Tx, "$queryRaw">,
  gift: OfflineGift,
  supporterId: string | null,
  exceptId: string | null = null,
): Promise<PossibleDouble[]> {
  const name = [gift.firstName, gift.lastName].join(" ").toLowerCase();
  return await tx.$queryRaw<PossibleDouble[]>`
    SELECT donation.id, donation.reference FROM offline_gift JOIN donation ON donation.id = offline_gift.donation_id
    WHERE offline_gift.received_on = ${gift.receivedOn}::date AND donation.gift_pence = ${gift.pence}
      AND lower(offline_gift.bank_reference) = ${gift.bankReference.toLowerCase()} AND donation.status <> 'void'
      AND donation.id IS DISTINCT FROM ${exceptId}
      AND donation.supporter_id IS NOT DISTINCT FROM ${supporterId}
      AND (donation.supporter_id IS NOT NULL OR lower(concat(donation.first_name, ' ', donation.last_name)) = ${name})
    ORDER BY donation.created_at LIMIT 5`;
}
