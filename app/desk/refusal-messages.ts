/** What the staff verbs refuse, in words. */
const messages: Record<string, string> = {
  "invalid-link": "This link does not work. It may have been cut off on the way.",
  expired: "This link has expired.",
  used: "This was used already. Each link works once.",
  "wrong-code": "That code is not right, or it was used before. Enter the newest one",
  "wrong-passkey": "That passkey is not one of yours, or the page was open for too long. Try again",
  invalid: "That did not work: the page was open for too long, or the passkey is of another site. Try again",
  "unknown-passkey": "We don’t know that passkey. Use another one, or a code",
  "not-a-member": "This passkey belongs to somebody who is not on the team any more",
  "last-way": "This is your only way to sign in. Add another one first",
  "not-there": "It was not there any more",
  "already-a-member": "Somebody with that address is on the team already",
  "not-on-the-team": "Somebody with that address is not on the team",
  "last-administrator": "This is the only administrator. Make somebody else an administrator first",
};

export function staffRefusalMessage(refusal: { refused: string; minutes?: number }): string {
  if (refusal.refused === "too-many")
    return `Too many tries. Wait ${refusal.minutes === 1 ? "a minute" : `${refusal.minutes ?? 60} minutes`}, then try again`;
  return messages[refusal.refused] ?? "That did not work. Nothing was changed";
}
