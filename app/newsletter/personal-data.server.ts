import { db, inTransaction } from "~/platform/database/db.server";
import type { Person, PersonalDataModule } from "~/supporters/privacy/personal-data";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { eraseSubscription } from "./preferences/erase-subscriber.server";
import { suppress } from "./suppressions/suppress.server";
import { listSuppressionReasons } from "./suppressions/suppressions.server";

const personFilter = ({ emails }: Person) => ({ emailHash: { in: emails.map(hashEmail) } });

/** What the newsletter knows of a person, and how it forgets. */
export const newsletterPersonalData: PersonalDataModule = {
  parts: {
    newsletter: {
      description: "Your newsletter: which topics, how often, and since when.",
      load: (person) => db.newsletterSubscription.findMany({ where: personFilter(person), omit: { preferenceTokenHash: true } }),
    },
    newsletterRequests: {
      description: "Requests to join or to move the newsletter that were made with your address.",
      load: (person) =>
        db.newsletterRequest.findMany({ where: personFilter(person), omit: { ipHash: true }, orderBy: { requestedAt: "asc" } }),
    },
    nothingIsSentBecause: {
      description: "Why no newsletter is sent to your address, where that is so.",
      load: async ({ emails }) => (await Promise.all(emails.map((email) => listSuppressionReasons(db, email)))).flat(),
    },
    lettersMayGoAgainBecause: {
      description: "When our staff let letters go to your address again, and what you had asked.",
      load: (person) =>
        db.suppressionRemoval.findMany({ where: personFilter(person), omit: { email: true }, orderBy: { removedAt: "asc" } }),
    },
  },
  listEmailSubjectIds: async (person) =>
    (await db.newsletterRequest.findMany({ where: personFilter(person), select: { id: true } })).map(({ id }) => id),
  erasureSteps: [
    {
      name: "newsletter",
      run: (person) =>
        inTransaction(async (tx) => {
          for (const subscription of await tx.newsletterSubscription.findMany({ where: personFilter(person) }))
            await eraseSubscription(tx, subscription);
          const requests = await tx.newsletterRequest.findMany({ where: personFilter(person), select: { id: true } });
          await tx.outgoingEmail.deleteMany({ where: { OR: requests.map(({ id }) => ({ about: { equals: { requestId: id } } })) } });
          await tx.newsletterRequest.deleteMany({ where: personFilter(person) });
          await tx.suppressionRemoval.updateMany({ where: { ...personFilter(person), email: { not: null } }, data: { email: null } });
          // What is left is a keyed hash, so that no list can bring the person back.
          for (const email of person.emails) await suppress(tx, email, "erasure");
        }),
    },
  ],
};
