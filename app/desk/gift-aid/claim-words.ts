import type { ClaimEventKind } from "~/../prisma/client/client";
import type { ClaimStatus } from "~/claims/claim-status";

export const claimStatusLabels: Record<ClaimStatus, string> = {
  ready: "Ready",
  sending: "Being sent",
  unknown: "Answer lost",
  submitted: "With HMRC",
  accepted: "Accepted",
  refused: "Refused",
  paid: "Paid",
  discarded: "Given up",
};

/** Where a claim stands, in plain words, and what comes next. */
export const claimStateTexts: Record<ClaimStatus, string> = {
  ready: "Its rows are frozen. Nothing has gone to HMRC yet.",
  sending: "It is on its way to HMRC. Open this page again in a minute. If the answer does not come, this page says so within ten minutes.",
  unknown:
    "It was sent, and the answer was lost: HMRC may have it or not. It is not sent again automatically. Look at HMRC’s list first, then decide.",
  submitted: "HMRC has it and is working on it. The site asks each minute for the result; that takes minutes, on a busy day hours.",
  accepted: "HMRC took it. The money comes in some four to five weeks. Record it here when it is in the bank.",
  refused: "HMRC refused it, and took nothing of it. Its words are below.",
  paid: "HMRC took it, and the money is in the bank.",
  discarded: "It was cancelled before HMRC had it. Its donations can be claimed again.",
};

export const claimEventLabels: Record<ClaimEventKind, string> = {
  prepared: "prepared it",
  schedule_made: "made its schedule for HMRC’s form",
  sent: "sent it to HMRC",
  acknowledged: "HMRC has it",
  lost: "The answer was lost",
  listed: "looked at HMRC’s list",
  decided: "decided",
  accepted: "HMRC accepted it",
  refused: "HMRC refused it",
  left_out: "left rows out",
  handed_in: "noted that it was handed in by HMRC’s form",
  paid: "recorded the payment",
  discarded: "gave it up",
};

export const adjustmentReasonLabels = {
  refunded: "Refunded after it was claimed",
  charged_back: "Taken back by the bank after it was claimed",
  claimed_in_error: "Claimed in error",
} as const;

/** What the claims' verbs refuse, in words. */
const refusals: Record<string, string> = {
  "no-such-claim": "That claim is not there any more.",
  "not-ready": "It is not at that step any more: somebody else was faster, or the button was pressed twice. Nothing more was done.",
  "rows-changed":
    "Something of these rows was refunded, held or excluded since. Exclude them, then send the claim; what is left of them comes with the next.",
  "no-settings": "The site has no settings for HMRC. Hand the claim in by HMRC’s own form: download its schedule.",
  "schedule-was-made":
    "Its schedule was made for HMRC’s own form. Say below whether it was handed in there, so that it is not claimed twice.",
  "nothing-left": "No row would be left. Give the claim up instead; its donations can be claimed again once they are corrected.",
  "sent-again-before":
    "The rest was sent again once, and HMRC refused rows again. Give the claim up, put the rows right, and prepare a new one.",
  "not-unknown": "The result is known by now. Nothing was changed.",
  "no-answer": "HMRC did not answer. Try again later; until then nothing is known, and nothing is sent.",
  "look-first": "Look at HMRC’s list first.",
  "it-is-there": "HMRC’s list has it, so it must not be sent again.",
  "no-correlation-id": "Nothing is known by which HMRC could be asked. Look at HMRC’s list first, or ask HMRC by telephone.",
  "not-failed": "HMRC did not say that. Nothing was changed.",
  "not-accepted": "Only a claim that HMRC accepted can be paid. Nothing was changed.",
  waiting: "There is a claim that HMRC does not have yet. It goes first.",
  nothing: "Nothing can be claimed now.",
  discarded: "It was given up, so it has no schedule.",
};

export const claimRefusalText = (refusal: { refused: string; number?: string }): string =>
  refusal.refused === "another-under-way"
    ? `Claim ${refusal.number ?? ""} is on its way to HMRC or with it: one at a time. Nothing was sent.`
    : (refusals[refusal.refused] ?? "That did not work. Nothing was changed.");
