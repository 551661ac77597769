import type { Declaration, DeclarationChange } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { covers, coversOtherGift, isActive, type GiftUnderAddress } from "./declaration-coverage";

export type DeclarationWithChanges = Declaration & { changes: DeclarationChange[] };

/** Whose declarations: made on their own pages, with a gift, or with a plan. */
export const whereSupporter = (supporterId: string) => ({
  OR: [{ supporterId }, { donations: { some: { supporterId } } }, { plans: { some: { supporterId } } }],
});

/** The ids of the same: each of the three by its own index, however many gifts there are. */
async function listIds(tx: Pick<Tx, "$queryRaw">, supporterId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM declaration WHERE supporter_id = ${supporterId}
    UNION SELECT declaration_id FROM donation WHERE supporter_id = ${supporterId} AND declaration_id IS NOT NULL
    UNION SELECT declaration_id FROM plan WHERE supporter_id = ${supporterId} AND declaration_id IS NOT NULL`;
  return rows.map(({ id }) => id);
}

/** A person's declarations with what was told later, newest first. Those of gifts that came to nothing are not among them. */
export const listDeclarations = async (
  supporterId: string,
  tx: Pick<Tx, "declaration" | "$queryRaw"> = db,
): Promise<DeclarationWithChanges[]> =>
  await tx.declaration.findMany({
    where: { id: { in: await listIds(tx, supporterId) } },
    include: { changes: { orderBy: { reportedAt: "asc" } } },
    orderBy: [{ declaredAt: "desc" }, { id: "asc" }],
  });

/** The name and home that a claim would say: the latest that was told. */
export function latestDetails({ firstName, lastName, house, postcode, changes }: DeclarationWithChanges): {
  firstName: string;
  lastName: string;
  house: string;
  postcode: string | null;
} {
  const latest = changes.at(-1);
  return latest
    ? { firstName: latest.firstName, lastName: latest.lastName, house: latest.house, postcode: latest.postcode }
    : { firstName, lastName, house, postcode };
}

/**
 * The declaration under which a gift stands that was paid at an instant: the one made with it if that still held, else
 * any other of the same person's that covers it, where its giver has shown that the address is theirs; null: none does.
 * @param ownDeclarationId the declaration that was made with the gift or its plan
 */
export async function findCoveringDeclaration(
  tx: Tx,
  { supporterId, ownDeclarationId, ...gift }: { supporterId: string; ownDeclarationId: string | null } & GiftUnderAddress,
): Promise<string | null> {
  const declarations = await listDeclarations(supporterId, tx);
  const ownDeclaration = declarations.find(({ id }) => id === ownDeclarationId);
  if (ownDeclaration && covers(ownDeclaration, gift.paidAt, true)) return ownDeclaration.id;
  return declarations.find((each) => coversOtherGift(each, gift))?.id ?? null;
}

/** The declarations that cover what a person gives from now on. */
export const listActiveDeclarations = async (
  supporterId: string,
  tx: Pick<Tx, "declaration" | "$queryRaw"> = db,
): Promise<DeclarationWithChanges[]> => (await listDeclarations(supporterId, tx)).filter(isActive);

/** Forgets those of some declarations that nobody's gift, sponsorship or claim stands under, and that no supporter made by themselves. */
export async function deleteUnusedDeclarations(tx: Pick<Tx, "declaration">, ids: readonly string[]): Promise<void> {
  const isUnused = { supporterId: null, donations: { none: {} }, plans: { none: {} }, claims: { none: {} } };
  await tx.declaration.deleteMany({ where: { id: { in: [...ids] }, ...isUnused } });
}
