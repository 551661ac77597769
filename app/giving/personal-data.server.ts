import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { listCustomerIdsByEmail, deleteCustomer } from "~/platform/payments/customers.server";
import type { Person, PersonalDataModule } from "~/supporters/privacy/personal-data";
import { closeDonationCheckout } from "./checkout/close-checkout.server";
import { findCoveringDeclaration, listDeclarations } from "./gift-aid/declarations.server";
import { whereMayHaveGiftAid } from "./payment-methods";
import { agreedWording } from "./gift-aid/declaration-wording";

/** Gifts of a person, and forms with their address that came to nothing. */
const whereGiftsOf = ({ id, emails }: Person) => ({
  OR: [{ supporterId: id }, ...emails.map((email) => ({ supporterId: null, email: { equals: email, mode: "insensitive" as const } }))],
});

const secretColumns = {
  token: true,
  idempotencyKey: true,
  formHash: true,
  browserHash: true,
  ipHash: true,
  stripeCheckoutUrl: true,
} as const;

/** What is left of a gift's row: sums, days, states and Stripe's numbers, which true accounts need. */
const anonymisedColumns = {
  firstName: "",
  lastName: "",
  email: "",
  message: null,
  anonymous: true,
  source: {},
  wantsNews: false,
  browserHash: null,
  ipHash: null,
  stripeCheckoutUrl: null,
};

/** What this room knows of a person, and how it forgets. Rows of gifts stay for the law's sake, without a name. */
export const givingPersonalData: PersonalDataModule = {
  parts: {
    gifts: {
      title: "Donations",
      description:
        "Your donations, those that you did not finish included, with what you wrote, what they are for, refunds and what banks claimed back.",
      load: (person) =>
        db.donation.findMany({
          where: whereGiftsOf(person),
          omit: secretColumns,
          include: {
            refunds: true,
            disputes: true,
            fund: { select: { name: true, purpose: true } },
            appeal: { select: { name: true } },
            fundMoves: { omit: { movedBy: true } },
            offline: { omit: { recordedBy: true, version: true } },
            offlineChanges: { omit: { changedBy: true } },
          },
          orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        }),
    },
    giftAidDeclarations: {
      title: "Gift Aid declarations",
      description: "Your Gift Aid declarations in the exact words that you agreed to, and the names and homes that you told us later.",
      load: async (person) => (await listPersonDeclarations(person)).map((each) => ({ ...each, words: agreedWording(each) })),
    },
  },
  async listEmailSubjectIds(person) {
    const gifts = await db.donation.findMany({
      where: whereGiftsOf(person),
      select: { id: true, refunds: { select: { id: true } }, disputes: { select: { id: true } } },
    });
    const declarations = await listPersonDeclarations(person);
    return [...gifts, ...gifts.flatMap((gift) => [...gift.refunds, ...gift.disputes]), ...declarations].map(({ id }) => id);
  },
  erasureSteps: [
    {
      name: "payers at Stripe",
      async run(person) {
        const pendingDonations = await db.donation.findMany({
          where: { ...whereGiftsOf(person), status: "pending", stripeCheckoutSessionId: { not: null } },
          select: { id: true },
        });
        for (const { id } of pendingDonations) await closeDonationCheckout(id);
        // Stripe tells capitals from small letters: addresses are asked for as they were written.
        const storedEmails = await db.donation.findMany({ where: whereGiftsOf(person), select: { email: true }, distinct: ["email"] });
        const changes = await db.emailChange.findMany({ where: { supporterId: person.id }, select: { typedEmails: true } });
        const written = [...storedEmails.map((gift) => gift.email), ...changes.flatMap(({ typedEmails }) => typedEmails)];
        for (const email of new Set([...person.emails, ...written].filter(Boolean)))
          for (const customer of await listCustomerIdsByEmail(email)) await deleteCustomer(customer);
      },
    },
    { name: "donations and declarations", run: (person) => inTransaction((tx) => anonymiseGifts(tx, person)) },
  ],
};

async function listPersonDeclarations(person: Person) {
  const ownDeclarations = await listDeclarations(person.id);
  const knownIds = new Set(ownDeclarations.map(({ id }) => id));
  const unfinished = await db.declaration.findMany({
    // Also with a sponsorship that was never agreed to.
    where: { OR: [{ donations: { some: whereGiftsOf(person) } }, { plans: { some: whereGiftsOf(person) } }] },
    include: { changes: { orderBy: { reportedAt: "asc" } } },
  });
  return [...ownDeclarations, ...unfinished.filter(({ id }) => !knownIds.has(id))];
}

/** Takes the person out of their gifts. A declaration stays, with name and home, where a paid gift stands under it: HMRC may ask for it. */
async function anonymiseGifts(tx: Tx, person: Person): Promise<void> {
  const declarationIds = (await listPersonDeclarations(person)).map(({ id }) => id);
  const giftsWithoutDeclaration = await tx.donation.findMany({
    where: { supporterId: person.id, declarationId: null, paidAt: { not: null }, ...whereMayHaveGiftAid },
    include: { plan: { select: { agreedAt: true } } },
  });
  for (const { id, paidAt, plan, giverVerified } of giftsWithoutDeclaration) {
    if (!paidAt) continue;
    const gift = { paidAt, promisedAt: plan?.agreedAt ?? paidAt, giverVerified };
    const declarationId = await findCoveringDeclaration(tx, { supporterId: person.id, ownDeclarationId: null, ...gift });
    if (declarationId) await tx.donation.update({ where: { id }, data: { declarationId } });
  }
  await tx.donation.updateMany({ where: { ...whereGiftsOf(person), paidAt: null }, data: { declarationId: null } });
  // The words were about the person; that a gift was moved, and whether its donor agreed, is for the books.
  await tx.fundMove.updateMany({ where: { donation: whereGiftsOf(person) }, data: { reason: "" } });
  const ofThem = { donation: whereGiftsOf(person) };
  await tx.offlineGift.updateMany({ where: ofThem, data: { address: "", postcode: null, bankReference: "" } });
  await tx.offlineGiftChange.updateMany({ where: ofThem, data: { reason: "" } });
  await tx.donation.updateMany({ where: whereGiftsOf(person), data: anonymisedColumns });
  await tx.plan.updateMany({
    where: { declarationId: { in: declarationIds }, declaration: { donations: { none: {} } } },
    data: { declarationId: null },
  });
  // What was claimed under it needs it, though another declaration was made with the gift itself.
  await tx.declaration.deleteMany({ where: { id: { in: declarationIds }, donations: { none: {} }, claims: { none: {} } } });
  await tx.declaration.updateMany({
    where: { id: { in: declarationIds }, cancelledAt: null, scope: { not: "this_gift" } },
    data: { cancelledAt: now() },
  });
}
