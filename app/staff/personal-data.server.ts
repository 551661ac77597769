import { db, inTransaction } from "~/platform/database/db.server";

type Person = { id: string; emails: string[] };

/** What is left of somebody who left the team and is forgotten: the audit log still has a number for them. */
export const formerMember = { email: null, name: "A former member of the team" };

const whereEmail = ({ emails }: Person) => ({ email: { in: emails } });

/** What the desk knows of somebody on the team, and how it forgets them. Told to a person who is known by the same address. */
export const staffPersonalData = {
  parts: {
    teamMember: {
      title: "Your place on our team",
      description: "If you are, or were, on our team: your name, your address, your role, and since when.",
      load: (person: Person) => db.staffMember.findMany({ where: whereEmail(person) }),
    },
    teamSignIns: {
      title: "How you sign in to our staff pages",
      description: "The ways in which you sign in to our staff pages, and the browsers in which you are signed in.",
      load: (person: Person) =>
        db.staffMember.findMany({
          where: whereEmail(person),
          select: {
            passkeys: { select: { name: true, createdAt: true, lastUsedAt: true } },
            totp: { select: { createdAt: true } },
            sessions: { omit: { tokenHash: true } },
          },
        }),
    },
    notes: {
      title: "Notes by our staff",
      description: "What our staff noted about you, and what they meant to do for you.",
      load: (person: Person) =>
        db.staffNote.findMany({
          where: { supporterId: person.id },
          select: { text: true, writtenAt: true, dueOn: true, doneAt: true },
          orderBy: [{ writtenAt: "asc" }, { id: "asc" }],
        }),
    },
    teamActions: {
      title: "What you did on our staff pages",
      description: "What you did on our staff pages, as our log of changes has it.",
      load: async (person: Person) => {
        const members = await db.staffMember.findMany({ where: whereEmail(person), select: { id: true } });
        const entries = await db.auditEntry.findMany({ where: { staffId: { in: members.map(({ id }) => id) } } });
        return entries.map((entry) => ({ ...entry, sequence: Number(entry.sequence) }));
      },
    },
  },
  async listEmailSubjectIds(person: Person) {
    const links = await db.staffSignInLink.findMany({ where: whereEmail(person), select: { id: true } });
    const invitations = await db.staffInvitation.findMany({ where: { staff: whereEmail(person) }, select: { id: true } });
    return [...links, ...invitations].map(({ id }) => id);
  },
  erasureSteps: [
    {
      name: "notes",
      run: async (person: Person) => void (await db.staffNote.deleteMany({ where: { supporterId: person.id } })),
    },
    {
      name: "team",
      // Whoever is on the team stays on it: an administrator removes them first. The log keeps what was done, by a number.
      run: (person: Person) =>
        inTransaction(async (tx) => {
          await tx.staffSignInLink.deleteMany({ where: { ...whereEmail(person), staffId: null } });
          await tx.staffMember.updateMany({ where: { ...whereEmail(person), status: "removed" }, data: formerMember });
        }),
    },
  ],
};
