import { deleteUnusedDeclarations } from "~/giving/gift-aid/declarations.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteCustomer } from "~/platform/payments/customers.server";
import { RetryLaterError, type Person, type PersonalDataModule } from "~/supporters/privacy/personal-data";
import { cancelPlan } from "./manage/cancel-plan.server";
import { closePlanCheckout } from "./join/close-checkout.server";
import { isLive } from "./plan-status";

/** Plans of a person, and forms with their address that came to nothing. */
const plansOfPerson = ({ id, emails }: Person) => ({
  OR: [{ supporterId: id }, ...emails.map((email) => ({ supporterId: null, email: { equals: email, mode: "insensitive" as const } }))],
});

const secretColumns = {
  token: true,
  idempotencyKey: true,
  formHash: true,
  browserHash: true,
  ipHash: true,
  stripeCheckoutUrl: true,
  stripeFingerprint: true,
} as const;

/** What is left of a plan's row: sums, days, status and Stripe's numbers, which the gifts that it brought hang on. */
const anonymized = {
  firstName: "",
  lastName: "",
  email: "",
  tributeKind: null,
  tributeName: null,
  tributeCardName: null,
  tributeCardEmail: null,
  tributeCardMessage: null,
  presentOn: null,
  endComment: null,
  stripePaymentMethodId: null,
  paymentMethodLabel: null,
  cardExpiryMonth: null,
  source: {},
  wantsNews: false,
  wantsAnniversaryEmail: false,
  browserHash: null,
  ipHash: null,
  stripeCheckoutUrl: null,
};

/** What this room knows of a person, and how it forgets: payments are stopped before anything else is touched. */
export const sponsorshipPersonalData: PersonalDataModule = {
  parts: {
    sponsorships: {
      title: "Sponsorships",
      description:
        "Your sponsorships, those that you did not finish included: what you chose and wrote, how they stand, and every change with who made it.",
      load: (person) =>
        db.plan.findMany({
          where: plansOfPerson(person),
          omit: secretColumns,
          include: { room: true, changes: { orderBy: { changedAt: "asc" } } },
          orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        }),
    },
  },
  listEmailSubjectIds: async (person) =>
    (await db.plan.findMany({ where: plansOfPerson(person), select: { id: true } })).map(({ id }) => id),
  erasureSteps: [
    {
      name: "sponsorships stop",
      async run(person) {
        const plans = await db.plan.findMany({ where: plansOfPerson(person), select: { id: true, status: true } });
        for (const { id, status } of plans) {
          if (status === "pending") await closePlanCheckout(id);
          if (!isLive(status)) continue;
          const result = await cancelPlan(id, { by: "sponsor", reason: null });
          if ("refused" in result && (result.refused === "stripe-unreachable" || result.refused === "change-pending"))
            throw new RetryLaterError("a sponsorship can't be stopped just now");
        }
        const live = await db.plan.count({
          where: { ...plansOfPerson(person), status: { in: ["starting", "active", "late", "paused"] } },
        });
        if (live > 0) throw new RetryLaterError("a sponsorship is not stopped yet");
      },
    },
    {
      name: "sponsors at Stripe",
      async run(person) {
        const plans = await db.plan.findMany({ where: plansOfPerson(person), select: { stripeCustomerId: true } });
        for (const { stripeCustomerId } of plans) if (stripeCustomerId) await deleteCustomer(stripeCustomerId);
      },
    },
    {
      name: "sponsorships",
      run: (person) =>
        inTransaction(async (tx) => {
          // Nothing was agreed to with these, so nothing asks for their declarations.
          const unagreed = { ...plansOfPerson(person), supporterId: null, declarationId: { not: null } };
          const forms = await tx.plan.findMany({ where: unagreed, select: { declarationId: true } });
          await tx.plan.updateMany({ where: unagreed, data: { declarationId: null } });
          await tx.plan.updateMany({ where: plansOfPerson(person), data: { ...anonymized, linkVersion: { increment: 1 } } });
          await deleteUnusedDeclarations(
            tx,
            forms.flatMap(({ declarationId }) => declarationId ?? []),
          );
        }),
    },
  ],
};
