import { db, inTransaction } from "~/platform/database/db.server";
import { consentsOf, toldLine } from "./consent/ledger.server";
import type { Person, RoomOfPeople } from "./privacy/personal-data";

const byAddress = ({ emails }: Person) => ({ email: { in: emails } });
const bySupporter = ({ id }: Person) => ({ supporterId: id });

/** What this room knows of a person, and how it forgets. Its last step is the end of an erasure, and so comes last of all. */
export const supportersPeople: RoomOfPeople = {
  knows: {
    you: {
      about: "You: your name, and the address that letters go to.",
      of: ({ id }) => db.supporter.findUnique({ where: { id } }),
    },
    signIns: {
      about: "Browsers in which you are signed in: since when, and when last seen.",
      of: (person) => db.supporterSession.findMany({ where: bySupporter(person), omit: { tokenHash: true } }),
    },
    signInLinks: {
      about: "Links to sign in that were asked for with your address. They are deleted after a day.",
      of: (person) => db.signInLink.findMany({ where: byAddress(person), omit: { browser: true } }),
    },
    changesOfAddress: {
      about: "Changes of your e-mail address that were asked for, and what became of them.",
      of: (person) => db.emailChange.findMany({ where: bySupporter(person), orderBy: { createdAt: "asc" } }),
    },
    consents: {
      about: "What you agreed to receive, in which words, where and when, and what you took back.",
      of: async ({ emails }) => (await Promise.all(emails.map((email) => consentsOf(db, email)))).flat().map(toldLine),
    },
  },
  async lettersAbout(person) {
    const [links, changes] = await Promise.all([
      db.signInLink.findMany({ where: byAddress(person), select: { id: true } }),
      db.emailChange.findMany({ where: bySupporter(person), select: { id: true } }),
    ]);
    return [...links, ...changes].map(({ id }) => id);
  },
  erases: [
    {
      name: "person",
      run: (person) =>
        inTransaction(async (tx) => {
          const links = await tx.signInLink.findMany({ where: byAddress(person), select: { id: true } });
          const changes = await tx.emailChange.findMany({ where: bySupporter(person), select: { id: true } });
          await tx.letter.deleteMany({ where: { about: { in: [...links, ...changes].map(({ id }) => id) } } });
          await tx.signInLink.deleteMany({ where: byAddress(person) });
          // Sessions and changes of address go with it.
          await tx.supporter.deleteMany({ where: { id: person.id } });
        }),
    },
  ],
};
