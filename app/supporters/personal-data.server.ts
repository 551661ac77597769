import { db, inTransaction } from "~/platform/database/db.server";
import { listConsents, toConsentExport } from "./consent/ledger.server";
import type { Person, PersonalDataModule } from "./privacy/personal-data";

const whereEmail = ({ emails }: Person) => ({ email: { in: emails } });
const whereSupporter = ({ id }: Person) => ({ supporterId: id });

/** What this room knows of a person, and how it forgets. Its last step is the end of an erasure, and so comes last of all. */
export const supportersPersonalData: PersonalDataModule = {
  parts: {
    you: {
      title: "You",
      description: "You: your name, and the address that emails go to.",
      load: ({ id }) => db.supporter.findUnique({ where: { id } }),
    },
    signIns: {
      title: "Browsers you are signed in with",
      description: "Browsers in which you are signed in: since when, and when last seen.",
      load: (person) => db.supporterSession.findMany({ where: whereSupporter(person), omit: { tokenHash: true } }),
    },
    signInLinks: {
      title: "Links to sign in",
      description: "Links to sign in that were asked for with your address. They are deleted after a day.",
      load: (person) => db.signInLink.findMany({ where: whereEmail(person), omit: { browserHash: true } }),
    },
    changesOfAddress: {
      title: "Changes of email address",
      description: "Changes of your email address that were asked for, and the result.",
      load: (person) => db.emailChange.findMany({ where: whereSupporter(person), orderBy: { createdAt: "asc" } }),
    },
    recordsMadeOne: {
      title: "Records joined with yours",
      description: "Another record of you that our staff made one with this: as it was, for the thirty days in which that can be undone.",
      load: (person) => db.supporterMerge.findMany({ where: whereSupporter(person), orderBy: { mergedAt: "asc" } }),
    },
    consents: {
      title: "What you agreed to receive",
      description: "What you agreed to receive, in which words, where and when, and what you took back.",
      load: async ({ emails }) => (await Promise.all(emails.map((email) => listConsents(db, email)))).flat().map(toConsentExport),
    },
  },
  async listEmailSubjectIds(person) {
    const [links, changes] = await Promise.all([
      db.signInLink.findMany({ where: whereEmail(person), select: { id: true } }),
      db.emailChange.findMany({ where: whereSupporter(person), select: { id: true } }),
    ]);
    return [...links, ...changes].map(({ id }) => id);
  },
  erasureSteps: [
    {
      name: "person",
      run: (person) =>
        inTransaction(async (tx) => {
          const links = await tx.signInLink.findMany({ where: whereEmail(person), select: { id: true } });
          const changes = await tx.emailChange.findMany({ where: whereSupporter(person), select: { id: true } });
          const subjects = [...links.map(({ id }) => ({ signInLinkId: id })), ...changes.map(({ id }) => ({ emailChangeId: id }))];
          await tx.outgoingEmail.deleteMany({ where: { OR: subjects.map((about) => ({ about: { equals: about } })) } });
          await tx.signInLink.deleteMany({ where: whereEmail(person) });
          // Sessions and changes of address go with it.
          await tx.supporter.deleteMany({ where: { id: person.id } });
        }),
    },
  ],
};
