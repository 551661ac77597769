import fc from "fast-check";
import { suppressAddress } from "~/newsletter/suppressions/suppress-address.server";
import { isSuppressed } from "~/newsletter/suppressions/suppressions.server";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "~/newsletter/subscription";
import { unsubscribe } from "~/newsletter/unsubscribe.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId, newToken } from "~/platform/ids.server";
import { addDeclaration, addGift } from "../claims/claim-gifts";
import { staffMember } from "../desk/desk-requests";
import { insertPlan } from "../desk/desk-rows";
import { aSubscriber } from "../newsletter/subscribers";

/** The people of a random history of merges: much alike, and each known by a name, an address and a home of their own. */
export const people = [0, 1, 2].map((number) => ({
  id: `person-${number}`,
  email: `adaline${number}@example.org`,
  firstName: ["Adaline", "Ada", "A."][number] ?? "",
  lastName: ["Lovelamp", "Lovelamp", "Lovelamp-Wick"][number] ?? "",
  house: `${number + 1} Candle Street`,
}));
type Person = (typeof people)[number];

export type Action = { of: number } & (
  | { do: "gift"; status: "paid" | "pending"; isOwned: boolean; hasPlan: boolean; isDeclared: boolean }
  | { do: "plan"; status: "active" | "cancelled" | "pending"; isOwned: boolean; isDeclared: boolean }
  | { do: "declare"; scope: "this_gift" | "this_and_future"; isCancelled: boolean; isMoved: boolean }
  | { do: "note" | "task" | "session" | "sign-in-link" | "leave" }
  | { do: "email-change"; isDone: boolean }
  | { do: "subscribe"; topics: Topic[]; emailFrequency: EmailFrequency; isPaused: boolean }
  | { do: "suppress"; reason: "unsubscribed" | "fps" }
);

const of = fc.nat({ max: people.length - 1 });
const flag = fc.boolean();
export const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      of,
      do: fc.constant("gift" as const),
      status: fc.constantFrom("paid" as const, "pending" as const),
      isOwned: flag,
      hasPlan: flag,
      isDeclared: flag,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      of,
      do: fc.constant("plan" as const),
      status: fc.constantFrom("active" as const, "cancelled" as const, "pending" as const),
      isOwned: flag,
      isDeclared: flag,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      of,
      do: fc.constant("declare" as const),
      scope: fc.constantFrom("this_gift" as const, "this_and_future" as const),
      isCancelled: flag,
      isMoved: flag,
    }),
  },
  { weight: 3, arbitrary: fc.record({ of, do: fc.constantFrom("note", "task", "session", "sign-in-link", "leave" as const) }) },
  { weight: 1, arbitrary: fc.record({ of, do: fc.constant("email-change" as const), isDone: flag }) },
  {
    weight: 3,
    arbitrary: fc.record({
      of,
      do: fc.constant("subscribe" as const),
      topics: fc.subarray([...topics], { minLength: 1 }),
      emailFrequency: fc.constantFrom(...emailFrequencies),
      isPaused: flag,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ of, do: fc.constant("suppress" as const), reason: fc.constantFrom("unsubscribed", "fps" as const) }),
  },
) as fc.Arbitrary<Action>;

const at = new Date("2026-05-01T10:00:00Z");
const later = new Date("2099-01-01T00:00:00Z");
/** As people type it. */
const typedEmail = ({ email }: Person) => email.replace("ada", "Ada");

/** The people with nothing of theirs yet. */
export async function introduce(): Promise<void> {
  await staffMember("administrator");
  for (const { id, email, firstName, lastName } of people)
    await db.supporter.create({ data: { id, email, firstName, lastName, createdAt: at } });
}

export async function play(step: Action): Promise<void> {
  const person = people[step.of];
  if (!person) throw new Error("no such person");
  const { id, email, firstName, lastName, house } = person;
  const by = { firstName, lastName, email: typedEmail(person) };
  const declare = (isDeclared: boolean, supporterId: string | null = null) =>
    isDeclared ? addDeclaration(id, { supporterId, firstName, lastName, house }) : null;
  switch (step.do) {
    case "gift": {
      const supporterId = step.isOwned ? id : null;
      const plan = step.hasPlan && step.isOwned ? await db.plan.findFirst({ where: { supporterId: id }, orderBy: { id: "asc" } }) : null;
      const status = supporterId
        ? { status: step.status, paidAt: step.status === "paid" ? at : null }
        : { status: "pending" as const, paidAt: null };
      await addGift(supporterId, {
        ...by,
        ...status,
        planId: plan?.id ?? null,
        message: house,
        declarationId: await declare(step.isDeclared),
      });
      return;
    }
    case "plan": {
      const isAgreed = step.isOwned && step.status !== "pending";
      const status = isAgreed ? step.status : "pending";
      const row = {
        status,
        supporterId: isAgreed ? id : null,
        agreedAt: isAgreed ? at : null,
        endedAt: status === "cancelled" ? at : null,
      };
      await insertPlan({ ...by, ...row, declarationId: await declare(step.isDeclared), endComment: house });
      return;
    }
    case "declare": {
      const declarationId = await declare(true, id);
      if (step.isMoved && declarationId)
        await db.declarationChange.create({
          data: { id: newId(), declarationId, firstName, lastName, house: `Flat, ${house}`, postcode: null, reportedAt: at },
        });
      const row = { scope: step.scope, cancelledAt: step.isCancelled ? at : null };
      await db.declaration.update({ where: { id: declarationId ?? "" }, data: row });
      return;
    }
    case "note":
    case "task": {
      const dueOn = step.do === "task" ? at : null;
      await db.staffNote.create({
        data: { id: newId(), supporterId: id, text: `${firstName} rang`, writtenById: "test-administrator", writtenAt: at, dueOn },
      });
      return;
    }
    case "session":
      await db.supporterSession.create({ data: { id: newId(), tokenHash: newToken(), supporterId: id, createdAt: at, lastSeenAt: at } });
      return;
    case "sign-in-link":
      await db.signInLink.create({ data: { id: newId(), email, browserHash: "x", createdAt: at, expiresAt: later } });
      return;
    case "email-change": {
      const oldEmail = `before.${email}`;
      const change = step.isDone ? { oldEmail, newEmail: email, completedAt: at } : { oldEmail: email, newEmail: `after.${email}` };
      await db.emailChange.create({ data: { id: newId(), supporterId: id, createdAt: at, expiresAt: later, ...change } });
      return;
    }
    case "subscribe": {
      // Whoever left everything comes back by a sign-up of their own, which is not played here.
      if ((await db.newsletterSubscription.count({ where: { email } })) > 0 || (await isSuppressed(db, email))) return;
      await aSubscriber({ email, topics: step.topics, emailFrequency: step.emailFrequency, pausedUntil: step.isPaused ? later : null });
      return;
    }
    case "leave": {
      const subscription = await db.newsletterSubscription.findUnique({ where: { email } });
      if (subscription) await inTransaction((tx) => unsubscribe(tx, subscription.id, "preferences"));
      return;
    }
    case "suppress":
      await suppressAddress("site", email, step.reason);
  }
}

export type Choices = { name: "kept" | "other"; email: "kept" | "other"; home: "kept" | "other" };
const sides = fc.constantFrom("kept" as const, "other" as const);
export const choices: fc.Arbitrary<Choices> = fc.record({ name: sides, email: sides, home: sides });
/** Two merges, so that the second is of a record that is two already: of which into which. */
export const merges = fc.tuple(
  fc.constantFrom([0, 1] as const, [1, 0] as const),
  fc.constantFrom("into-joined" as const, "joined-into" as const),
);
