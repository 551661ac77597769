import { db, inTransaction } from "~/platform/database/db.server";
import type { Person, RoomOfPeople } from "~/supporters/privacy/personal-data";
import { personKey } from "~/supporters/consent/email-hash.server";
import { forget } from "./preferences/erase-subscriber.server";
import { suppress } from "./suppressions/suppress.server";
import { suppressionsOf } from "./suppressions/suppressions.server";

const keysOf = ({ emails }: Person) => ({ person: { in: emails.map(personKey) } });

/** What the newsletter knows of a person, and how it forgets. */
export const newsletterPeople: RoomOfPeople = {
  knows: {
    newsletter: {
      about: "Your newsletter: which topics, how often, and since when.",
      of: (person) => db.subscription.findMany({ where: keysOf(person), omit: { preferenceHash: true } }),
    },
    newsletterRequests: {
      about: "Requests to join or to move the newsletter that were made with your address.",
      of: (person) => db.newsRequest.findMany({ where: keysOf(person), omit: { askedFrom: true }, orderBy: { askedAt: "asc" } }),
    },
    nothingIsSentBecause: {
      about: "Why no newsletter is sent to your address, where that is so.",
      of: async ({ emails }) => (await Promise.all(emails.map((email) => suppressionsOf(db, email)))).flat(),
    },
    lettersMayGoAgainBecause: {
      about: "When our staff let letters go to your address again, and what you had asked.",
      of: (person) => db.suppressionLift.findMany({ where: keysOf(person), omit: { email: true }, orderBy: { liftedAt: "asc" } }),
    },
  },
  lettersAbout: async (person) => (await db.newsRequest.findMany({ where: keysOf(person), select: { id: true } })).map(({ id }) => id),
  erases: [
    {
      name: "newsletter",
      run: (person) =>
        inTransaction(async (tx) => {
          for (const subscription of await tx.subscription.findMany({ where: keysOf(person) })) await forget(tx, subscription);
          const requests = await tx.newsRequest.findMany({ where: keysOf(person), select: { id: true } });
          await tx.letter.deleteMany({ where: { about: { in: requests.map(({ id }) => id) } } });
          await tx.newsRequest.deleteMany({ where: keysOf(person) });
          await tx.suppressionLift.updateMany({ where: { ...keysOf(person), email: { not: null } }, data: { email: null } });
          // What is left is a keyed hash, so that no list can bring the person back.
          for (const email of person.emails) await suppress(tx, email, "erasure");
        }),
    },
  ],
};
