import type { Alert } from "./refusal-messages";

const messages: Record<string, Alert> = {
  amount: { title: "Your new amount is set", message: "It counts from the next payment. Nothing was taken today. A letter confirms it." },
  rhythm: { title: "That is noted", message: "It changes when what is paid for ends. Nothing was taken today. A letter confirms it." },
  kept: { title: "It stays as it was", message: "The change that waited is taken back. A letter confirms it." },
  pause: { title: "It is paused", message: "Nothing is taken until it goes on. A letter confirms it." },
  resume: { title: "It goes on", message: "Welcome back. A letter confirms it." },
  skip: { title: "That one is left out", message: "A letter confirms it." },
  unskip: { title: "Nothing is left out", message: "The next payment is taken as usual. A letter confirms it." },
  stop: { title: "It is stopped", message: "Nothing more is taken. A letter confirms it." },
  stopping: { title: "We are stopping it", message: "We write to you when it is done." },
  room: { title: "Your room is changed", message: "Your sponsorship lights it from now on." },
  letters: { title: "That is noted", message: "Your letters follow it from now on." },
  links: { title: "Those links no longer work", message: "Links in letters from now on do." },
  "came-back": { title: "Nothing was changed", message: "You came back without giving a new card. Your sponsorship is as it was." },
};

/** What was just done, for the plan's page. */
export const successMessage = (key: string | null): Alert | null => (key === null ? null : (messages[key] ?? null));
