import type { Prisma } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { currentWording } from "./gift-aid";

type Declared = Pick<Prisma.DeclarationUncheckedCreateInput, "scope" | "house" | "postcode" | "firstName" | "lastName" | "supporterId"> & {
  /** The form it was made on: "donate", "sponsor", "supporter". */
  via: string;
};

/** Writes a declaration in the caller's transaction, in the words that were shown. @returns its id */
export async function writeDeclaration(
  tx: Tx,
  { scope, house, postcode, firstName, lastName, supporterId, via }: Declared,
): Promise<string> {
  const id = newId();
  const shown = { charityName: config.charity.legalName, wording: currentWording.version, declaredAt: now() };
  await tx.declaration.create({ data: { id, scope, house, postcode, firstName, lastName, supporterId, via, ...shown } });
  return id;
}
