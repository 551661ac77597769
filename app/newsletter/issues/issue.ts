import { emailFrequencies, type EmailFrequency } from "../subscription";

/** The life of an issue. Drawn in GLOSSARY.md. */
export const issueStates = ["draft", "scheduled", "overdue", "sending", "stopped", "sent", "published"] as const;
export type IssueState = (typeof issueStates)[number];

/** Every move there is; only articles are published. A stopped issue may be changed only while Resend was never asked to send it. */
export const issueTransitions: Record<IssueState, readonly IssueState[]> = {
  draft: ["scheduled", "sending", "published"],
  scheduled: ["draft", "scheduled", "overdue", "sending"],
  overdue: ["draft", "scheduled", "sending"],
  sending: ["stopped", "sent"],
  stopped: ["draft", "sending"],
  sent: [],
  published: ["draft"],
};

/** The states from which one may come to this one. */
export const issueStatesBefore = (target: IssueState): IssueState[] =>
  issueStates.filter((state) => issueTransitions[state].includes(target));

/** What may still be changed. */
export const isOpen = (state: IssueState): boolean => state === "draft" || state === "scheduled" || state === "overdue";

export const issueStateLabels: Record<IssueState, string> = {
  draft: "Draft",
  scheduled: "Scheduled",
  overdue: "Its time passed: send it, or choose another",
  sending: "On its way to Resend",
  stopped: "Stopped: nothing was sent",
  sent: "Sent",
  published: "On the site",
};

/** How late a scheduled issue may go out by itself. Later, it asks: what it says may be out of date. */
export const maxDelayMs = 30 * 60 * 1000;

export const isTooLate = (sendAt: Date, now: Date): boolean => now.getTime() - sendAt.getTime() > maxDelayMs;

/** An issue that went out, as far as it matters to those who asked for fewer. `sentOn`: the London date. */
export type SentIssue = { reach: EmailFrequency; sentOn: string };

const monthOf = (date: string) => date.slice(0, 7);
const quarterOf = (date: string) => `${date.slice(0, 4)}-${Math.floor((Number(date.slice(5, 7)) - 1) / 3)}`;

/**
 * Whether an issue of this reach may go out on a London date: whoever asked for one issue a month, or a quarter, gets
 * no second one.
 */
export function isReachAllowed(reach: EmailFrequency, sent: readonly SentIssue[], today: string): boolean {
  const rank = emailFrequencies.indexOf(reach);
  const hasSent = (minRank: number, period: (date: string) => string) =>
    sent.some((issue) => emailFrequencies.indexOf(issue.reach) >= minRank && period(issue.sentOn) === period(today));
  if (rank >= 1 && hasSent(1, monthOf)) return false;
  return !(rank >= 2 && hasSent(2, quarterOf));
}

/** The widest reach that may be chosen on a London date. */
export const widestReach = (sent: readonly SentIssue[], today: string): EmailFrequency =>
  emailFrequencies.toReversed().find((reach) => isReachAllowed(reach, sent, today)) ?? "every";

/** Its address under /news: `2026-11-when-the-lock-turns`. @param month YYYY-MM */
export const buildSlug = (month: string, subject: string): string => {
  const slug = subject
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return `${month}-${slug || "news"}`;
};

/** What a broadcast is called at Resend, so that it is found again. */
export const broadcastName = (issueId: string): string => `issue:${issueId}`;
