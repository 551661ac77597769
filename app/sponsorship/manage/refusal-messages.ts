/** Why something was not done, and what to do, in words for its sponsor. Nothing was taken in any of these cases. */
export type Notice = { title: string; words: string };

const words: Record<string, Notice> = {
  "stripe-unreachable": {
    title: "This is not done yet",
    words:
      "Stripe, which takes the payments, can’t be reached just now. Nothing was taken. Press the button once more in a minute: it then goes on where it was, and happens once.",
  },
  "change-pending": {
    title: "Another change is under way",
    words: "Something else was asked for a moment ago and is not finished. Nothing was changed by this. Try again in two minutes.",
  },
  "rhythm-waits": {
    title: "Another change waits",
    words: "How it is collected changes at the end of what is paid for. Take that back first, or wait until it has happened.",
  },
  "already-cancelled": {
    title: "This sponsorship has ended",
    words: "It was stopped, so there is nothing to change. Nothing more is taken.",
  },
  "already-lapsed": {
    title: "This sponsorship has ended",
    words:
      "A payment failed for the last time, so it ended by itself. Nothing more is taken. You can begin again with everything filled in.",
  },
  "not-begun": { title: "This sponsorship has not begun", words: "Stripe’s page for it was not finished, so there is nothing to change." },
  "already-paused": { title: "It is paused already", words: "Nothing is taken. Start it again first, if you want to change this." },
  "not-paused": { title: "It is not paused", words: "It goes on already. Nothing was taken by this." },
  "dates-moved": {
    title: "The dates have moved on",
    words: "Time has passed since you were shown them. Please look at the new ones below.",
  },
  late: {
    title: "A payment is still open",
    words:
      "It did not go through, and is tried again. A new card settles it now; this can be changed once it is settled. You can also pause, or stop.",
  },
  "on-its-way": {
    title: "A payment is with your bank just now",
    words: "Your bank has not answered yet, so it can’t be paused before that. Try again in a few days. You can stop it at any time.",
  },
  "not-ahead": { title: "Choose a later day", words: "Choose a day after today on which it goes on." },
  "too-long": { title: "That is longer than a year", words: "A pause lasts up to 12 months. Choose an earlier day." },
  "nothing-due": {
    title: "Nothing is taken before that day anyway",
    words: "The next payment comes later, so a pause would change nothing. Choose a later day.",
  },
  "already-skipped": {
    title: "It is left out already",
    words: "The next payment is left out, as you asked. The one after that is taken as usual.",
  },
  "not-skipped": { title: "Nothing is left out", words: "The next payment is taken as usual." },
  skipping: {
    title: "A payment is left out just now",
    words: "How it is collected can be changed once that is over, or once you have it taken after all.",
  },
  "same-amount": { title: "It is that already", words: "Nothing was changed." },
  "same-rhythm": { title: "It is that already", words: "Nothing was changed." },
  "too-small": { title: "That is too small for us to take", words: "Choose at least £2.50 a week." },
  "too-large": { title: "That is more than we can take here", words: "One payment would be too large. For more, please write to us." },
  "card-only": {
    title: "Every week is by card only",
    words: "A Direct Debit is collected every four weeks or more seldom, because each one costs at least 20p. Use a card first.",
  },
  "nothing-waits": { title: "No change waits", words: "It is collected as before." },
  "no-such-room": { title: "Choose one of the rooms", words: "That room is not in the list any more." },
};

/** Throws for a refusal that has no words: that is a bug. */
export function noticeOf(refused: string): Notice {
  const notice = words[refused];
  if (!notice) throw new Error(`no words for the refusal ${refused}`);
  return notice;
}

/** With which status a page answers a refusal: Stripe's absence is no fault of the form. */
export const statusOf = (refused: string): number => (refused === "stripe-unreachable" ? 503 : refused === "no-such-plan" ? 404 : 409);
