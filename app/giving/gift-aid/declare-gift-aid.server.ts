import type { Tx } from "~/platform/database/db.server";
import { startOfLondonDate } from "~/platform/london-dates";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { listActiveDeclarations } from "./declarations.server";
import type { SupporterScope } from "./declaration-wording";
import type { HomeAddress } from "./home-address";
import type { OfflineDeclaration } from "./offline-declaration";
import { recordDeclaration } from "./record-declaration.server";

/** "already-declared": one covers later gifts already, and two at once would only confuse. */
type DeclareResult = { declarationId: string } | { refused: "already-declared" };

/** Makes a Gift Aid declaration for what a person gives from now on, in the exact words that were shown. An email confirms it. */
export async function declareGiftAid(tx: Tx, supporterId: string, home: HomeAddress & { scope: SupporterScope }): Promise<DeclareResult> {
  return await declareOnce(tx, supporterId, async () => {
    const { firstName, lastName } = await tx.supporter.findUniqueOrThrow({ where: { id: supporterId } });
    return await recordDeclaration(tx, { ...home, supporterId, firstName, lastName, giverVerified: true, via: "supporter" });
  });
}

/**
 * Writes down a declaration that a person made on paper or by phone, from the beginning of its London date. The email that goes out is
 * the written confirmation: everything that was told, and the words that were agreed to.
 */
export async function recordOfflineDeclaration(tx: Tx, supporterId: string, declared: OfflineDeclaration): Promise<DeclareResult> {
  const { declaredOn, ...declaration } = declared;
  return await declareOnce(tx, supporterId, () =>
    recordDeclaration(tx, { ...declaration, supporterId, giverVerified: true, declaredAt: startOfLondonDate(declaredOn) }),
  );
}

async function declareOnce(tx: Tx, supporterId: string, record: () => Promise<string>): Promise<DeclareResult> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  if ((await listActiveDeclarations(supporterId, tx)).length > 0) return { refused: "already-declared" };
  const declarationId = await record();
  await queueEmail(tx, { kind: "gift-aid-declared", about: { declarationId } });
  return { declarationId };
}
