import { lookUp } from "~/platform/query-values";
import type { Alert } from "./refusal-messages";

const messages: Record<string, Alert> = {
  amount: { title: "Your new amount is set", message: "It counts from the next payment. Nothing was taken today. An email confirms it." },
  interval: { title: "Saved", message: "It changes when what is paid for ends. Nothing was taken today. An email confirms it." },
  kept: { title: "It stays as it was", message: "The change that waited is taken back. An email confirms it." },
  pause: { title: "It is paused", message: "Nothing is taken until it restarts. An email confirms it." },
  resume: { title: "It has restarted", message: "Welcome back. An email confirms it." },
  skip: { title: "That payment is skipped", message: "An email confirms it." },
  unskip: { title: "No payment is skipped", message: "The next payment is taken as usual. An email confirms it." },
  stop: { title: "Your sponsorship has ended", message: "Nothing more is taken. An email confirms it." },
  stopping: { title: "We are cancelling it", message: "We write to you when it is done." },
  room: { title: "Your room is changed", message: "Your sponsorship lights it from now on." },
  present: { title: "The present is changed", message: "Its certificate says so from now on, by the link that was emailed too." },
  emails: { title: "Saved", message: "Your emails follow your new choice from now on." },
  links: { title: "Those links no longer work", message: "Links in emails from now on do." },
  "came-back": { title: "Nothing was changed", message: "You came back without giving a new card. Your sponsorship is as it was." },
};

/** What was just done, for the plan's page. */
export const successMessage = (key: string | null): Alert | null => lookUp(messages, key);
