import { db } from "~/platform/database/db.server";
import { deleteCustomer } from "~/platform/payments/customers.server";
import { RetryLaterError, type Person, type PersonalDataModule } from "~/supporters/privacy/personal-data";
import { cancelPlan } from "./manage/cancel-plan.server";
import { closePlanCheckout } from "./join/close-checkout.server";
import { isLive } from "./plan-status";

/** Plans of a person, and forms with their address that came to nothing. */
const plansOfPerson = ({ id, emails }: Person) => ({
  OR: [{ supporterId: id }, ...emails.map((email) => ({ supporterId: null, email: { equals: email, mode: "insensitive" as const } }))],
});

const secretColumns = { token: true, attempt: true, contents: true, browser: true, network: true, sessionUrl: true, seal: true } as const;

/** What is left of a plan's row: sums, days, standing and Stripe's numbers, which the gifts that it brought hang on. */
const anonymized = {
  firstName: "",
  lastName: "",
  email: "",
  tributeKind: null,
  tributeName: null,
  cardName: null,
  cardEmail: null,
  cardWords: null,
  endWords: null,
  methodWords: null,
  cardExpires: null,
  source: {},
  wantsNews: false,
  anniversary: false,
  browser: null,
  network: null,
  sessionUrl: null,
};

/** What this room knows of a person, and how it forgets: payments are stopped before anything else is touched. */
export const sponsorshipPersonalData: PersonalDataModule = {
  parts: {
    sponsorships: {
      description:
        "Your sponsorships, those that you did not finish included: what you chose and wrote, how they stand, and every change with who made it.",
      load: (person) =>
        db.plan.findMany({
          where: plansOfPerson(person),
          omit: secretColumns,
          include: { room: true, changes: { orderBy: { at: "asc" } } },
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
        const plans = await db.plan.findMany({ where: plansOfPerson(person), select: { id: true, standing: true } });
        for (const { id, standing } of plans) {
          if (standing === "pending") await closePlanCheckout(id);
          if (!isLive(standing)) continue;
          const result = await cancelPlan(id, { by: "sponsor", reason: null });
          if ("refused" in result && (result.refused === "stripe-unreachable" || result.refused === "change-pending"))
            throw new RetryLaterError("a sponsorship can't be stopped just now");
        }
        const live = await db.plan.count({
          where: { ...plansOfPerson(person), standing: { in: ["starting", "active", "late", "paused"] } },
        });
        if (live > 0) throw new RetryLaterError("a sponsorship is not stopped yet");
      },
    },
    {
      name: "sponsors at Stripe",
      async run(person) {
        const plans = await db.plan.findMany({ where: plansOfPerson(person), select: { customer: true } });
        for (const { customer } of plans) if (customer) await deleteCustomer(customer);
      },
    },
    {
      name: "sponsorships",
      async run(person) {
        await db.plan.updateMany({ where: plansOfPerson(person), data: { ...anonymized, linkVersion: { increment: 1 } } });
      },
    },
  ],
};
