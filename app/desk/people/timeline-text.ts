import { formatDate, formatDateTime, formatLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { uncapitalize } from "~/platform/number-words";
import { lookUp } from "~/platform/query-values";
import { scopeLabel } from "~/giving/gift-aid/declaration-wording";
import { isOffline, paidByText, paymentMethods } from "~/giving/payment-methods";
import type { DeclarationScope } from "~/giving/gift-aid/gift-aid";
import { billingIntervalLabels, type BillingInterval } from "~/sponsorship/plan";
import { emailLabel, emailRefusalText } from "../emails/email-labels";
import { planStatusLabels } from "../sponsorships/plan-labels";
import { giftStatusLabels } from "../gifts/gift-filters";

export type TimelineKind =
  | "gift"
  | "refund"
  | "dispute"
  | "plan-begun"
  | "plan-ended"
  | "plan-changed"
  | "declared"
  | "declaration-cancelled"
  | "details-told"
  | "consent"
  | "email"
  | "email-change"
  | "merged"
  | "note"
  | "task-done";

type Facts = Record<string, string | number | boolean | null>;

/** A line of a person's time line in words, with the page behind it. `resend`: the id of an email that can be sent again. */
export type TimelineLine = { text: string; href: string | null; resend: string | null };

const str = (value: Facts[string] | undefined): string => (value === null || value === undefined ? "" : String(value));
const sum = (value: Facts[string] | undefined): string => formatPounds(pence(Number(value ?? 0)));
const label = (table: Record<string, string>, key: Facts[string] | undefined): string =>
  lookUp(table, str(key)) ?? str(key).replaceAll("_", " ");
const gift = ({ gift: id }: Facts) => `/desk/gifts/${str(id)}`;
const plan = ({ plan: id }: Facts) => `/desk/sponsorships/${str(id)}`;

const refundStatus: Record<string, string> = { succeeded: "done", pending: "on its way", failed: "failed", canceled: "called off" };
const actors: Record<string, string> = {
  sponsor: "the sponsor",
  link: "the link in an email",
  stripe: "Stripe",
  site: "the site",
  staff: "staff",
};
const consentActions: Record<string, string> = { asked: "Asked for", confirmed: "Agreed to", withdrawn: "Took back" };
const consentSources: Record<string, string> = {
  donate: "with a donation",
  sponsor: "with a sponsorship",
  supporter: "on their own pages",
  newsletter: "on the newsletter’s page",
  preferences: "by the link in an email",
  "one-click": "by their mail program",
  desk: "by telling staff",
  merge: "when two records became one",
  unmerge: "when two records were taken apart again",
};
const declaredVia: Record<string, string> = {
  donate: "with a donation",
  sponsor: "with a sponsorship",
  supporter: "on their own pages",
  paper: "on paper",
  phone: "by phone",
};

const price = (value: Facts[string] | undefined) => (value ? sum(value) : "");
const interval = (value: Facts[string] | undefined) => billingIntervalLabels[str(value) as BillingInterval]?.every ?? str(value);
const instant = (value: Facts[string] | undefined) => (value ? formatDate(new Date(str(value))) : "");

/** What was changed of a sponsorship, in words that follow its reference. */
const changes: Record<string, (facts: Facts) => string> = {
  status: ({ became }) => uncapitalize(label(planStatusLabels, became)),
  amount: ({ was, became }) => `${price(became)} a week, before ${price(was)}`,
  billing_interval: ({ was, became }) => `collected ${interval(became)}, before ${interval(was)}`,
  pause: () => "paused",
  resume: () => "goes on",
  skip: ({ was }) => `the payment of ${instant(was)} is skipped`,
  unskip: () => "no payment is skipped",
  payment_method: () => "another card or account",
  cancel: () => "stopped",
  room: () => "another room",
  receipts: () => "other emails",
  links: () => "links in earlier emails stopped working",
  present: () => "the present was corrected",
};

/** When a row of a time line was. A cheque has a day and no hour. */
export function timelineWhen({ kind, at, facts }: { kind: TimelineKind; at: Date; facts: Facts }): string {
  const method = paymentMethods.find((each) => each === facts["method"]) ?? null;
  return kind === "gift" && isOffline(method) ? formatDate(at) : formatDateTime(at);
}

/** Says a row of a time line in words; null: it is not for staff to see. */
export function timelineLine({ id, kind, facts }: { id: string; kind: TimelineKind; facts: Facts }): TimelineLine | null {
  const line = (text: string, href: string | null = null): TimelineLine => ({ text, href, resend: null });
  switch (kind) {
    case "gift": {
      const method = paymentMethods.find((each) => each === facts["method"]) ?? null;
      const once = isOffline(method) ? `given ${paidByText(method)}` : "as a one-off";
      const what = facts["plan"] ? `for sponsorship ${str(facts["plan"])}` : once;
      return line(
        `Donation ${str(facts["reference"])}, ${sum(facts["pence"])} ${what}: ${label(giftStatusLabels, facts["status"]).toLowerCase()}`,
        gift(facts),
      );
    }
    case "refund":
      return line(`Refund of ${sum(facts["pence"])} of ${str(facts["reference"])}: ${label(refundStatus, facts["status"])}`, gift(facts));
    case "dispute":
      return line(
        `The bank asked for ${sum(facts["pence"])} of ${str(facts["reference"])} back: ${label({}, facts["status"])}`,
        gift(facts),
      );
    case "plan-begun":
      return line(`Sponsorship ${str(facts["reference"])} begun${facts["room"] ? `: ${str(facts["room"])}` : ""}`, plan(facts));
    case "plan-ended": {
      const why = facts["status"] === "lapsed" ? "ended unpaid" : "ended";
      return line(
        `Sponsorship ${str(facts["reference"])} ${why}${facts["comment"] ? `. They wrote: ${str(facts["comment"])}` : ""}`,
        plan(facts),
      );
    }
    case "plan-changed": {
      const what = lookUp(changes, str(facts["what"]))?.(facts) ?? str(facts["what"]).replaceAll("_", " ");
      return line(`Sponsorship ${str(facts["reference"])}: ${what} (by ${label(actors, facts["by"])})`, plan(facts));
    }
    case "declared": {
      const via = str(facts["via"]);
      const scope = scopeLabel({ scope: str(facts["scope"]) as DeclarationScope, via, wording: "", charityName: "" });
      return line(`Gift Aid declared ${label(declaredVia, via)}: ${uncapitalize(scope)}`);
    }
    case "declaration-cancelled":
      return line("Gift Aid cancelled for what is given from then on");
    case "details-told":
      return line(`Told for Gift Aid: ${str(facts["name"])}, ${str(facts["home"])}`);
    case "consent":
      return line(
        `${label(consentActions, facts["action"])}: emails about ${str(facts["purpose"])}, ${label(consentSources, facts["via"])}`,
      );
    case "email": {
      const name = emailLabel(str(facts["email"]));
      if (!name) return null;
      const refusal = facts["refusal"] ? `not sent: ${emailRefusalText(str(facts["refusal"]))}` : null;
      const state = refusal ?? (facts["sentAt"] ? `sent ${formatDateTime(new Date(Number(facts["sentAt"])))}` : "waiting to be sent");
      const again = Number(facts["copy"]) > 0 ? ", sent again" : "";
      const isDone = refusal !== null || facts["sentAt"] !== null;
      return { text: `Email “${name}”${again}: ${state}`, href: null, resend: isDone ? id : null };
    }
    case "merged":
      return line(`${str(facts["by"])} made this record one with that of ${str(facts["name"])}, ${str(facts["email"])}`);
    case "email-change":
      if (facts["origin"] === "merge")
        return line(`Emails go to ${str(facts["to"])} in place of ${str(facts["from"])}, since two records are one`);
      return line(
        `Asked for emails to go to ${str(facts["to"])} in place of ${str(facts["from"])}: ${facts["done"] ? "done" : "not done"}`,
      );
    case "note": {
      const due = facts["dueOn"] ? `Task for ${formatLondonDate(str(facts["dueOn"]))}${facts["done"] ? " (done)" : ""}` : "Note";
      return line(`${due} by ${str(facts["by"])}: ${str(facts["text"])}`);
    }
    case "task-done":
      return line(`${str(facts["by"])} finished: ${str(facts["text"])}`);
  }
}
