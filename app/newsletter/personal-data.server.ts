import { db, inTransaction } from "~/platform/database/db.server";
import type { Person, PersonalDataModule } from "~/supporters/privacy/personal-data";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { eraseSubscription } from "./preferences/erase-subscriber.server";
import { suppress } from "./suppressions/suppress.server";
import { listSuppressionReasons } from "./suppressions/suppressions.server";

const personFilter = ({ emails }: Person) => ({ person: { in: emails.map(hashEmail) } });

/** What the newsletter knows of a person, and how it forgets. */
export const newsletterPersonalData: PersonalDataModule = {
  parts: {
    newsletter: {
      description: "Your newsletter: which topics, how often, and since when.",
      load: (person) => db.subscription.findMany({ where: personFilter(person), omit: { preferenceHash: true } }),
    },
    newsletterRequests: {
      description: "Requests to join or to move the newsletter that were made with your address.",
      load: (person) => db.newsRequest.findMany({ where: personFilter(person), omit: { askedFrom: true }, orderBy: { askedAt: "asc" } }),
    },
    nothingIsSentBecause: {
      description: "Why no newsletter is sent to your address, where that is so.",
      load: async ({ emails }) => (await Promise.all(emails.map((email) => listSuppressionReasons(db, email)))).flat(),
    },
    lettersMayGoAgainBecause: {
      description: "When our staff let letters go to your address again, and what you had asked.",
      load: (person) => db.suppressionLift.findMany({ where: personFilter(person), omit: { email: true }, orderBy: { liftedAt: "asc" } }),
    },
  },
  listEmailSubjectIds: async (person) =>
    (await db.newsRequest.findMany({ where: personFilter(person), select: { id: true } })).map(({ id }) => id),
  erasureSteps: [
    {
      name: "newsletter",
      run: (person) =>
        inTransaction(async (tx) => {
          for (const subscription of await tx.subscription.findMany({ where: personFilter(person) }))
            await eraseSubscription(tx, subscription);
          const requests = await tx.newsRequest.findMany({ where: personFilter(person), select: { id: true } });
          await tx.letter.deleteMany({ where: { about: { in: requests.map(({ id }) => id) } } });
          await tx.newsRequest.deleteMany({ where: personFilter(person) });
          await tx.suppressionLift.updateMany({ where: { ...personFilter(person), email: { not: null } }, data: { email: null } });
          // What is left is a keyed hash, so that no list can bring the person back.
          for (const email of person.emails) await suppress(tx, email, "erasure");
        }),
    },
  ],
};
