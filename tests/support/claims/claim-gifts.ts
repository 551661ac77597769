import type { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { newId, newReference, newToken } from "~/platform/ids.server";

/** A supporter whose gifts Gift Aid may cover. @returns the id */
export async function addDonor({ firstName = "Ada", lastName = "Byron" } = {}): Promise<string> {
  const id = newId();
  await db.supporter.create({ data: { id, email: `${id}@example.org`, firstName, lastName } });
  return id;
}

type NewGift = Partial<Prisma.DonationUncheckedCreateInput>;

/** A gift, paid unless told otherwise. @returns the id */
export async function addGift(supporterId: string | null, gift: NewGift = {}): Promise<string> {
  const id = newId();
  const paidAt = gift.paidAt === undefined ? new Date("2026-06-01T12:00:00Z") : gift.paidAt;
  await db.donation.create({
    data: {
      id,
      reference: newReference(),
      token: newToken(),
      status: "paid",
      idempotencyKey: id,
      formHash: "",
      giftPence: 1000,
      firstName: "Ada",
      lastName: "Byron",
      email: `${supporterId}@example.org`,
      giverVerified: true,
      supporterId,
      createdAt: paidAt ?? new Date(),
      ...gift,
      paidAt,
    },
  });
  return id;
}

/** A declaration of a supporter's, made on their own pages in 2020 unless told otherwise. @returns the id */
export async function addDeclaration(
  supporterId: string,
  declaration: Partial<Prisma.DeclarationUncheckedCreateInput> = {},
): Promise<string> {
  const id = newId();
  await db.declaration.create({
    data: {
      id,
      charityName: "Roomlight",
      wording: "gift-aid-2026-1",
      scope: "this_and_future",
      giverVerified: true,
      firstName: "Ada",
      lastName: "Byron",
      house: "12 Mill Lane",
      postcode: "SW1A 1AA",
      via: "supporter",
      declaredAt: new Date("2020-01-01T12:00:00Z"),
      supporterId,
      ...declaration,
    },
  });
  return id;
}

/** A donor with a declaration and a gift that can be claimed. */
export async function addEligibleGift(gift: NewGift = {}): Promise<{ supporterId: string; declarationId: string; donationId: string }> {
  const supporterId = await addDonor();
  const declarationId = await addDeclaration(supporterId);
  return { supporterId, declarationId, donationId: await addGift(supporterId, gift) };
}
