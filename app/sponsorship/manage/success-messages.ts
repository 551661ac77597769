import type { Notice } from "./refusal-messages";

const words: Record<string, Notice> = {
  amount: { title: "Your new amount is set", words: "It counts from the next payment. Nothing was taken today. A letter confirms it." },
  rhythm: { title: "That is noted", words: "It changes when what is paid for ends. Nothing was taken today. A letter confirms it." },
  kept: { title: "It stays as it was", words: "The change that waited is taken back. A letter confirms it." },
  pause: { title: "It is paused", words: "Nothing is taken until it goes on. A letter confirms it." },
  resume: { title: "It goes on", words: "Welcome back. A letter confirms it." },
  skip: { title: "That one is left out", words: "A letter confirms it." },
  unskip: { title: "Nothing is left out", words: "The next payment is taken as usual. A letter confirms it." },
  stop: { title: "It is stopped", words: "Nothing more is taken. A letter confirms it." },
  stopping: { title: "We are stopping it", words: "We write to you when it is done." },
  room: { title: "Your room is changed", words: "Your sponsorship lights it from now on." },
  letters: { title: "That is noted", words: "Your letters follow it from now on." },
  links: { title: "Those links no longer work", words: "Links in letters from now on do." },
  "came-back": { title: "Nothing was changed", words: "You came back without giving a new card. Your sponsorship is as it was." },
};

/** What was just done, for the plan's page. */
export const doneWords = (what: string | null): Notice | null => (what === null ? null : (words[what] ?? null));
