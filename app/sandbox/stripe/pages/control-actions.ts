import type { ApiReply } from "../api/answer";
import { invalid } from "../api/refusal";
import type { Control } from "../control";
import type { Chaos } from "../chaos";
import { goTo } from "./frame";

export const faultNames = ["duplicate", "shuffle", "drop", "errorAfterCommit", "lostReply", "tooManyRequests"] as const;
/** Chances that the page offers. */
export const chances = [0, 0.3, 1];

type Action = (control: Control, form: URLSearchParams) => unknown;
const id = (form: URLSearchParams) => form.get("id") ?? "";

const actions: Record<string, Action> = {
  advance: (control, form) => control.advance({ seconds: Number(form.get("seconds")) || 0 }),
  complete: (control, form) => control.completeSession(id(form), form.get("bacs") ? { bacs: form.get("bacs") ?? "" } : {}),
  succeed: (control, form) => control.succeedPayment(id(form)),
  fail: (control, form) => control.failPayment(id(form)),
  refund: (control, form) => control.refund(id(form), penceIn(form.get("pounds") ?? "")),
  dispute: (control, form) => control.openDispute(id(form)),
  win: (control, form) => control.closeDispute(id(form), "won"),
  lose: (control, form) => control.closeDispute(id(form), "lost"),
  failNext: (control, form) => control.failNextRenewal(id(form)),
  revoke: (control, form) => control.revokeMandate(id(form)),
  expireCard: (control, form) => control.expireCard(id(form)),
  payOut: (control) => control.payOut(),
  failPayout: (control, form) => control.failPayout(id(form)),
  resend: (control, form) => control.resend(id(form)),
  flush: (control) => control.flush(),
  chaos: (control, form) => control.chaos(chaosIn(form)),
  reset: (control) => control.reset(),
};

/** Does what a button of the control page says, and shows the page again. */
export async function answerAction(control: Control, body: string): Promise<ApiReply> {
  const form = new URLSearchParams(body);
  const action = actions[form.get("action") ?? ""];
  if (!action) throw invalid("The control page knows no such button.");
  await action(control, form);
  return goTo("/");
}

/** Empty: all that is left. */
function penceIn(text: string): number | undefined {
  if (text.trim() === "") return undefined;
  const [, pounds, pence = "0"] = /^£?(\d{1,6})(?:\.(\d{2}))?$/.exec(text.trim()) ?? [];
  if (pounds === undefined) throw invalid("Write pounds such as 2 or 2.50.");
  return Number(pounds) * 100 + Number(pence);
}

function chaosIn(form: URLSearchParams): Partial<Chaos> {
  const changes: Partial<Chaos> = {};
  for (const name of faultNames) {
    const chance = Number(form.get(name));
    if (chances.includes(chance)) changes[name] = chance;
  }
  const delay = Number(form.get("delayUpTo"));
  if (Number.isInteger(delay) && delay >= 0 && delay <= 60_000) changes.delayUpTo = delay;
  return changes;
}
