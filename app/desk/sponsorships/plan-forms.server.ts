import { newId } from "~/platform/ids.server";
import { cleanValue } from "~/platform/text";
import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { parseTypedDate } from "~/platform/typed-date";
import { billingIntervals } from "~/sponsorship/plan";
import { parseWeekly, receiptFrequencies } from "~/sponsorship/join/plan-form";
import type { StaffActor } from "~/sponsorship/manage/actor.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { changeAmount } from "~/sponsorship/manage/change-amount.server";
import { cancelBillingIntervalChange, changeBillingInterval } from "~/sponsorship/manage/change-billing-interval.server";
import { changeEmailSettings } from "~/sponsorship/manage/change-email-settings.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { sendPlanLink } from "~/sponsorship/manage/send-plan-link.server";
import { resumePlan } from "~/sponsorship/manage/resume-plan.server";
import { skipCollection, unskipCollection } from "~/sponsorship/manage/skip-collection.server";

const maxReasonLength = 1000;

export const planPageFields = {
  do: chosen,
  formId: chosen,
  seen: chosen,
  other: typed("amount", 20),
  interval: chosen,
  room: chosen,
  until: typed("day", 40),
  timing: chosen,
  nextAt: chosen,
  reason: typed("reason", maxReasonLength),
  receipts: chosen,
  anniversary: chosen,
} as const;

export type PlanInput = Partial<Record<keyof typeof planPageFields, string>>;

/** What a verb answered: done, or its refusal; or what was wrong in the form. */
type Answer = { plan: unknown } | { refused: string } | { errors: FormError[] };
type PlanFormAction = {
  /** The field that a refusal is said at. */
  field: string;
  run: (planId: string, by: StaffActor, input: PlanInput) => Promise<Answer>;
};

const wrong = (field: string, message: string): Promise<Answer> => Promise.resolve({ errors: [{ field, message }] });

/** What staff do with a sponsorship at its sponsor's word, by the name of the button: the verbs are those of the sponsor's own pages. */
export const planForms: Readonly<Record<string, PlanFormAction>> = {
  amount: {
    field: "other",
    async run(planId, by, { other }) {
      const parsed = parseWeekly({ weekly: "other", other }, []);
      if ("message" in parsed) return await wrong("other", parsed.message);
      return await changeAmount(planId, { weekly: parsed.weekly, by });
    },
  },
  interval: {
    field: "interval",
    async run(planId, by, { interval }) {
      const billingInterval = billingIntervals.find((each) => each === interval);
      if (!billingInterval) return await wrong("interval", "Choose how often it is collected");
      return await changeBillingInterval(planId, { billingInterval, by });
    },
  },
  "keep-interval": { field: "interval", run: (planId, by) => cancelBillingIntervalChange(planId, { by }) },
  room: {
    field: "room",
    run: (planId, by, { room = "" }) => changeRoom(planId, { roomId: room === "" ? null : room, by }),
  },
  pause: {
    field: "until",
    async run(planId, by, { until }) {
      const day = parseTypedDate(until ?? "");
      if (day === null) return await wrong("until", "Enter the day on which it restarts, such as 4/1/2027");
      return await pausePlan(planId, { until: day, by });
    },
  },
  resume: {
    field: "resume",
    run: (planId, by, { timing }) => resumePlan(planId, { timing: timing === "now" ? "now" : "unchanged", by }),
  },
  skip: {
    field: "skip",
    async run(planId, by, { nextAt }) {
      const instant = new Date(nextAt ?? "");
      if (Number.isNaN(instant.getTime())) return await wrong("skip", "There is no payment to skip");
      return await skipCollection(planId, { nextAt: instant, by });
    },
  },
  unskip: { field: "skip", run: (planId, by) => unskipCollection(planId, { by }) },
  receipts: {
    field: "receipts",
    async run(planId, by, { receipts, anniversary }) {
      const frequency = receiptFrequencies.find((each) => each === receipts);
      if (!frequency) return await wrong("receipts", "Choose how often they get a receipt");
      return await changeEmailSettings(planId, { receipts: frequency, anniversary: anniversary === "yes", by });
    },
  },
  links: { field: "links", run: (planId, by) => revokeLinks(planId, { by }) },
  "send-link": {
    field: "links",
    run: (planId, by, { formId }) => sendPlanLink(planId, { by, request: formId && /^[\w-]{10,64}$/.test(formId) ? formId : newId() }),
  },
  stop: {
    field: "reason",
    async run(planId, by, { reason }) {
      const words = cleanValue(reason ?? "");
      if ([...words].length > maxReasonLength) return await wrong("reason", `Use ${maxReasonLength} characters or fewer`);
      return await cancelPlan(planId, { by, reason: words === "" ? null : words });
    },
  },
};
