import { fromDateColumn, londonDate } from "~/platform/london-dates";
import type { Plan } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { checkboxValue, declarationFields, giverFields, restorableForMs } from "~/giving/checkout/restored-fields";
import type { PlanFormInput } from "./plan-form";
import { hasEnded } from "../plan-status";

/** `open`, `closed`: not agreed to. `ended`: its sponsor may begin again. `agreed`: there is nothing to fill in. */
export type RestoredForm = {
  state: "open" | "closed" | "ended" | "agreed";
  id: string;
  token: string;
  formId: string;
  input: PlanFormInput;
  isComplete: boolean;
};

/** Who asks: the browser by its cookie, and who is signed in. */
type Viewer = { browser: string | null; supporterId: string | null };

/**
 * The form of a plan that was not agreed to, or has ended, filled in again. The browser that sent it and its sponsor,
 * signed in, see all of it; whoever else has the address sees sums and room only.
 * @returns null when there is no such plan, or it was left unfinished more than a week ago
 */
export async function restorePlanForm(token: string, viewer: Viewer, at: Date): Promise<RestoredForm | null> {
  const plan = await db.plan.findUnique({ where: { token }, include: { declaration: true } });
  if (!plan) return null;
  const ended = hasEnded(plan.status);
  if (!ended && at.getTime() - plan.createdAt.getTime() > restorableForMs) return null;
  const isSameBrowser = viewer.browser !== null && plan.browserHash === hashBrowserId(viewer.browser);
  const isComplete = isSameBrowser || (viewer.supporterId !== null && plan.supporterId === viewer.supporterId);
  const unfinishedState = plan.status === "pending" ? "open" : plan.status === "expired" ? "closed" : "agreed";
  const declaration = plan.declaration?.cancelledAt ? null : plan.declaration;
  return {
    state: ended ? "ended" : unfinishedState,
    id: plan.id,
    token,
    formId: plan.idempotencyKey,
    input: {
      ...amountFields(plan),
      ...(isComplete && { ...giverFields(plan), ...declarationFields(declaration) }),
      ...(isComplete && !ended && { ...startFields(plan), ...tributeFields(plan, at) }),
    },
    isComplete,
  };
}

/** The plan that a new one takes the place of: one that has ended. Null: there is none of that token. */
export async function findEndedPlan(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const plan = await db.plan.findUnique({ where: { token }, select: { id: true, status: true } });
  return plan && hasEnded(plan.status) ? plan.id : null;
}

/** What of a plan's form says nothing of a person. */
const amountFields = (plan: Plan): PlanFormInput => ({
  weekly: String(plan.weeklyPence),
  other: (plan.weeklyPence / 100).toFixed(2),
  interval: plan.billingInterval,
  room: plan.roomId ?? "any",
  cover: checkboxValue(plan.coversFee),
  receipts: plan.receiptFrequency,
});

const startFields = ({ startsOn }: Plan): PlanFormInput => ({
  start: startsOn ? "day" : "now",
  day: startsOn ? fromDateColumn(startsOn) : "",
});

function tributeFields(plan: Plan, at: Date): PlanFormInput {
  if (!plan.presentOn) return cardFields(plan);
  const input = presentInput(plan, plan.presentOn);
  // A day that has come meanwhile was "today": nobody typed it, and it can't be chosen any more.
  return fromDateColumn(plan.presentOn) < londonDate(at) ? { ...input, presentday: "" } : input;
}

/** A present as its form has it. */
export const presentInput = (plan: Plan, presentOn: Date): PlanFormInput => ({
  present: "yes",
  presentname: plan.tributeName ?? "",
  presentday: fromDateColumn(presentOn),
  presentwords: plan.tributeCardMessage ?? "",
  certificate: checkboxValue(plan.tributeCardEmail !== null),
  presentemail: plan.tributeCardEmail ?? "",
});

const cardFields = (plan: Plan): PlanFormInput => ({
  tribute: plan.tributeKind ?? "",
  tributename: plan.tributeName ?? "",
  card: checkboxValue(plan.tributeCardEmail !== null),
  cardname: plan.tributeCardName ?? "",
  cardemail: plan.tributeCardEmail ?? "",
  cardwords: plan.tributeCardMessage ?? "",
});
