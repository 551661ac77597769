/** Why something was not done, and what to do, in words for its sponsor. Nothing was taken in any of these cases. */
export type Alert = { title: string; message: string };

const messages: Record<string, Alert> = {
  "stripe-unreachable": {
    title: "This is not done yet",
    message:
      "Stripe, which takes the payments, can’t be reached just now. Nothing was taken. Press the button again in a minute: it carries on where it was, and happens once.",
  },
  "change-pending": {
    title: "Another change is under way",
    message: "Something else was asked for a moment ago and is not finished. Nothing was changed by this. Try again in two minutes.",
  },
  "interval-change-pending": {
    title: "Another change waits",
    message: "How it is collected changes at the end of what is paid for. Take that back first, or wait until it has happened.",
  },
  "already-cancelled": {
    title: "This sponsorship has ended",
    message: "It was cancelled, so there is nothing to change. Nothing more is taken.",
  },
  "already-lapsed": {
    title: "This sponsorship has ended",
    message: "A payment failed for the last time, so it ended. Nothing more is taken. You can start again with everything filled in.",
  },
  "no-present": { title: "This sponsorship is no present", message: "Nothing was changed." },
  "not-started": {
    title: "This sponsorship has not begun",
    message: "Stripe’s page for it was not finished, so there is nothing to change.",
  },
  "already-paused": { title: "It is paused already", message: "Nothing is taken. Start it again first, if you want to change this." },
  "not-paused": { title: "It is not paused", message: "It is running already. Nothing was taken by this." },
  "dates-changed": {
    title: "The dates have moved on",
    message: "Time has passed since you were shown them. Please look at the new ones below.",
  },
  late: {
    title: "A payment is still open",
    message:
      "It did not go through, and is tried again. Use a new card to pay it now; this can be changed once it is paid. You can also pause or cancel.",
  },
  processing: {
    title: "A payment is with your bank just now",
    message: "Your bank has not answered yet, so it can’t be paused before that. Try again in a few days. You can cancel it at any time.",
  },
  "not-in-future": { title: "Choose a later day", message: "Choose a day after today on which it restarts." },
  "too-long": { title: "That is longer than a year", message: "A pause lasts up to 12 months. Choose an earlier day." },
  "nothing-due": {
    title: "Nothing is taken before that day anyway",
    message: "The next payment comes later, so a pause would change nothing. Choose a later day.",
  },
  "already-skipped": {
    title: "It is skipped already",
    message: "The next payment is skipped, as you asked. The one after that is taken as usual.",
  },
  "not-skipped": { title: "No payment is skipped", message: "The next payment is taken as usual." },
  skipping: {
    title: "A payment is being skipped just now",
    message: "How it is collected can be changed once that is over, or once you have it taken after all.",
  },
  "same-amount": { title: "It is that already", message: "Nothing was changed." },
  "same-interval": { title: "It is that already", message: "Nothing was changed." },
  "too-small": { title: "That is too small for us to take", message: "Choose at least £2.50 a week." },
  "too-large": { title: "That is more than we can take here", message: "One payment would be too large. For more, please write to us." },
  "card-only": {
    title: "Every week is by card only",
    message: "A Direct Debit is collected every four weeks or more seldom, because each one costs at least 20p. Use a card first.",
  },
  "no-pending-change": { title: "No change waits", message: "It is collected as before." },
  "no-such-room": { title: "Choose one of the rooms", message: "That room is not in the list any more." },
  "room-closed": { title: "Choose another room", message: "That room is closing, so it takes no new sponsors. Nothing was changed." },
};

/** Throws for a refusal that has no words: that is a bug. */
export function refusalAlert(refusal: string): Alert {
  const alert = messages[refusal];
  if (!alert) throw new Error(`no words for the refusal ${refusal}`);
  return alert;
}

/** With which status a page answers a refusal: Stripe's absence is no fault of the form. */
export const refusalHttpStatus = (refusal: string): number =>
  refusal === "stripe-unreachable" ? 503 : refusal === "no-such-plan" ? 404 : 409;
