import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { AccountChangeModule } from "~/supporters/account-changes";
import { renameSupporter } from "~/supporters/rename-supporter.server";
import { listActiveDeclarations, latestDetails } from "./declarations.server";
import type { HomeAddress } from "./home-address";

type ChangedDetails = Partial<{ firstName: string; lastName: string } & HomeAddress>;

/** Keeps what was told with each declaration that covers later gifts. None is voided by it; what was told before stays beside it. */
export async function updateActiveDeclarations(tx: Tx, supporterId: string, changes: ChangedDetails): Promise<number> {
  // Two forms at once are told one after the other.
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  let changed = 0;
  for (const declaration of await listActiveDeclarations(supporterId, tx)) {
    const before = latestDetails(declaration);
    const after = { ...before, ...changes };
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    await tx.declarationChange.create({ data: { id: newId(), declarationId: declaration.id, ...after, reportedAt: now() } });
    changed += 1;
  }
  return changed;
}

/** Keeps a new name: the person's, that of plans that go on, and that of Gift Aid declarations that cover later gifts. */
export async function changeName(
  tx: Tx,
  supporterId: string,
  { firstName, lastName }: { firstName: string; lastName: string },
  modules: readonly AccountChangeModule[],
): Promise<void> {
  await updateActiveDeclarations(tx, supporterId, { firstName, lastName });
  await renameSupporter(tx, supporterId, { firstName, lastName }, modules);
}

/**
 * Keeps a new home for the Gift Aid declarations that cover later gifts.
 * @returns refused "no-declaration" when there is none: a home address is kept for nothing else
 */
export async function changeHomeAddress(
  tx: Tx,
  supporterId: string,
  { house, postcode }: HomeAddress,
): Promise<{ changed: number } | { refused: "no-declaration" }> {
  const active = await listActiveDeclarations(supporterId, tx);
  if (active.length === 0) return { refused: "no-declaration" };
  const changed = await updateActiveDeclarations(tx, supporterId, { house, postcode });
  if (changed > 0) await tx.supporter.update({ where: { id: supporterId }, data: { version: { increment: 1 } } });
  return { changed };
}
