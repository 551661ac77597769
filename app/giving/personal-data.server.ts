import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { customersWithEmail, deleteCustomer } from "~/platform/payments/customers.server";
import type { Person, RoomOfPeople } from "~/supporters/privacy/personal-data";
import { closeDonationPage } from "./checkout/close-checkout.server";
import { declarationFor, declarationsOf } from "./gift-aid/declarations.server";
import { wordsAgreedTo } from "./gift-aid/declaration-wording";

/** Gifts of a person, and forms with their address that came to nothing. */
const theirs = ({ id, emails }: Person) => ({
  OR: [{ supporterId: id }, ...emails.map((email) => ({ supporterId: null, email: { equals: email, mode: "insensitive" as const } }))],
});

const secret = { token: true, attempt: true, contents: true, browser: true, network: true, sessionUrl: true } as const;

/** What is left of a gift's row: sums, days, states and Stripe's numbers, which true accounts need. */
const nameless = {
  firstName: "",
  lastName: "",
  email: "",
  message: null,
  anonymous: true,
  source: {},
  wantsNews: false,
  browser: null,
  network: null,
  sessionUrl: null,
};

/** What this room knows of a person, and how it forgets. Rows of gifts stay for the law's sake, without a name. */
export const givingPeople: RoomOfPeople = {
  knows: {
    gifts: {
      about: "Your gifts, those that you did not finish included, with what you wrote, refunds and what banks claimed back.",
      of: (person) =>
        db.donation.findMany({
          where: theirs(person),
          omit: secret,
          include: { refunds: true, disputes: true },
          orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        }),
    },
    giftAidDeclarations: {
      about: "Your Gift Aid declarations in the exact words that you agreed to, and the names and homes that you told us later.",
      of: async (person) => (await theirDeclarations(person)).map((each) => ({ ...each, words: wordsAgreedTo(each) })),
    },
  },
  async lettersAbout(person) {
    const gifts = await db.donation.findMany({
      where: theirs(person),
      select: { id: true, refunds: { select: { id: true } }, disputes: { select: { id: true } } },
    });
    const declarations = await theirDeclarations(person);
    return [...gifts, ...gifts.flatMap((gift) => [...gift.refunds, ...gift.disputes]), ...declarations].map(({ id }) => id);
  },
  erases: [
    {
      name: "payers at Stripe",
      async run(person) {
        const unpaid = await db.donation.findMany({
          where: { ...theirs(person), state: "pending", sessionId: { not: null } },
          select: { id: true },
        });
        for (const { id } of unpaid) await closeDonationPage(id);
        // Stripe tells capitals from small letters: addresses are asked for as they were written.
        const written = await db.donation.findMany({ where: theirs(person), select: { email: true }, distinct: ["email"] });
        for (const email of new Set([...person.emails, ...written.map((gift) => gift.email)].filter(Boolean)))
          for (const customer of await customersWithEmail(email)) await deleteCustomer(customer);
      },
    },
    { name: "gifts and declarations", run: (person) => inTransaction((tx) => forget(tx, person)) },
  ],
};

async function theirDeclarations(person: Person) {
  const made = await declarationsOf(person.id);
  const known = new Set(made.map(({ id }) => id));
  const unfinished = await db.declaration.findMany({
    where: { donations: { some: theirs(person) } },
    include: { changes: { orderBy: { toldAt: "asc" } } },
  });
  return [...made, ...unfinished.filter(({ id }) => !known.has(id))];
}

/** Takes the person out of their gifts. A declaration stays, with name and home, where a paid gift stands under it: HMRC may ask for it. */
async function forget(tx: Tx, person: Person): Promise<void> {
  const declarations = (await theirDeclarations(person)).map(({ id }) => id);
  const bare = await tx.donation.findMany({ where: { supporterId: person.id, declarationId: null, paidAt: { not: null } } });
  for (const { id, paidAt } of bare) {
    const declarationId = paidAt && (await declarationFor(tx, { supporterId: person.id, own: null, paidAt }));
    if (declarationId) await tx.donation.update({ where: { id }, data: { declarationId } });
  }
  await tx.donation.updateMany({ where: { ...theirs(person), paidAt: null }, data: { declarationId: null } });
  await tx.donation.updateMany({ where: theirs(person), data: nameless });
  await tx.plan.updateMany({
    where: { declarationId: { in: declarations }, declaration: { donations: { none: {} } } },
    data: { declarationId: null },
  });
  await tx.declaration.deleteMany({ where: { id: { in: declarations }, donations: { none: {} } } });
  await tx.declaration.updateMany({
    where: { id: { in: declarations }, cancelledAt: null, scope: { not: "this_gift" } },
    data: { cancelledAt: now() },
  });
}
