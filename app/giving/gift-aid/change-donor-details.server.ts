import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { renameSupporter } from "~/supporters/rename-supporter.server";
import { openDeclarationsOf, toldIn } from "./declarations.server";
import type { Home } from "./home-address";

type Told = { firstName: string; lastName: string } | Home;

/** Keeps what was told with each declaration that covers later gifts. None is voided by it; what was told before stays beside it. */
async function tellDeclarations(tx: Tx, supporterId: string, told: Told): Promise<number> {
  // Two forms at once are told one after the other.
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  let changed = 0;
  for (const declaration of await openDeclarationsOf(supporterId, tx)) {
    const before = toldIn(declaration);
    const after = { ...before, ...told };
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    await tx.declarationChange.create({ data: { id: newId(), declarationId: declaration.id, ...after, toldAt: now() } });
    changed += 1;
  }
  return changed;
}

/** Keeps a new name: the person's, that of plans that go on, and that of Gift Aid declarations that cover later gifts. */
export const changeName = (supporterId: string, { firstName, lastName }: { firstName: string; lastName: string }): Promise<void> =>
  inTransaction(async (tx) => {
    await tellDeclarations(tx, supporterId, { firstName, lastName });
    await renameSupporter(tx, supporterId, { firstName, lastName });
  });

/**
 * Keeps a new home for the Gift Aid declarations that cover later gifts.
 * @returns refused "no-declaration" when there is none: a home address is kept for nothing else
 */
export const changeHome = (supporterId: string, { house, postcode }: Home): Promise<{ changed: number } | { refused: "no-declaration" }> =>
  inTransaction(async (tx) => {
    const open = await openDeclarationsOf(supporterId, tx);
    if (open.length === 0) return { refused: "no-declaration" } as const;
    return { changed: await tellDeclarations(tx, supporterId, { house, postcode }) };
  });
