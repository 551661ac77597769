import { db, inTransaction } from "~/platform/database/db.server";
import type { Person, PersonalDataModule } from "~/supporters/privacy/personal-data";
import { hashEmail } from "~/supporters/consent/email-hash.server";
import { eraseSubscription } from "./preferences/erase-subscriber.server";
import { suppress } from "./suppressions/suppress.server";
import { listSuppressionReasons } from "./suppressions/suppressions.server";
import { lockPeople } from "./lock-person.server";

const personFilter = ({ emails }: Person) => ({ emailHash: { in: emails.map(hashEmail) } });

/** What the newsletter knows of a person, and how it forgets. */
export const newsletterPersonalData: PersonalDataModule = {
  parts: {
    newsletter: {
      title: "Newsletter",
      description: "Your newsletter: which topics, how often, and since when.",
      load: (person) =>
        db.newsletterSubscription.findMany({ where: personFilter(person), omit: { preferenceTokenHash: true, leftTokenHash: true } }),
    },
    newsletterRequests: {
      title: "Newsletter requests",
      description: "Requests to join or to move the newsletter that were made with your address.",
      load: (person) =>
        db.newsletterRequest.findMany({ where: personFilter(person), omit: { ipHash: true }, orderBy: { requestedAt: "asc" } }),
    },
    newsletterDataLinks: {
      title: "Links to your newsletter data",
      description: "Links to download, move or delete your newsletter data that were asked for. They are deleted within a day.",
      load: (person) => db.newsletterDataLink.findMany({ where: { subscription: personFilter(person) }, omit: { tokenHash: true } }),
    },
    nothingIsSentBecause: {
      title: "Why no newsletter is sent",
      description: "Why no newsletter is sent to your address, where that is so.",
      load: async ({ emails }) => (await Promise.all(emails.map((email) => listSuppressionReasons(db, email)))).flat(),
    },
    emailsMayGoAgainBecause: {
      title: "Why emails are sent again",
      description: "When our staff let emails go to your address again, and what you had asked.",
      load: (person) =>
        db.suppressionRemoval.findMany({ where: personFilter(person), omit: { email: true }, orderBy: { removedAt: "asc" } }),
    },
  },
  async listEmailSubjectIds(person) {
    const requests = await db.newsletterRequest.findMany({ where: personFilter(person), select: { id: true } });
    const links = await db.newsletterDataLink.findMany({ where: { subscription: personFilter(person) }, select: { id: true } });
    return [...requests, ...links].map(({ id }) => id);
  },
  erasureSteps: [
    {
      name: "newsletter",
      run: (person) =>
        inTransaction(async (tx) => {
          await lockPeople(tx, ...person.emails.map((email) => hashEmail(email)));
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
