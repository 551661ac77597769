import type { Prisma } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import type { Tx } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { currentDeclarationWording } from "./gift-aid";

type NewDeclaration = Pick<
  Prisma.DeclarationUncheckedCreateInput,
  "scope" | "house" | "postcode" | "firstName" | "lastName" | "supporterId"
> & {
  /** Whether its giver was signed in at the address. */
  giverVerified: boolean;
  /** The form it was made on: "donate", "sponsor", "supporter"; or "paper" or "phone", as staff recorded it. */
  via: string;
  /** Null: now. */
  declaredAt?: Date | null;
};

/** Writes a declaration in the caller's transaction, in the words that were shown. @returns its id */
export async function recordDeclaration(
  tx: Tx,
  { scope, house, postcode, firstName, lastName, supporterId, giverVerified, via, declaredAt = null }: NewDeclaration,
): Promise<string> {
  const id = newId();
  const agreed = { charityName: config.charity.legalName, wording: currentDeclarationWording.version, declaredAt: declaredAt ?? now() };
  await tx.declaration.create({ data: { id, scope, house, postcode, firstName, lastName, supporterId, giverVerified, via, ...agreed } });
  return id;
}
