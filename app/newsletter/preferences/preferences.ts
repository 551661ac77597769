/** What the preference page may have just done. */
export const completedActions = ["chosen", "paused", "resumed", "link-sent", "left", "left-everything"] as const;
export type CompletedAction = (typeof completedActions)[number];

/** What it then says. */
export const completedMessages: Record<CompletedAction, { title: string; message: string }> = {
  chosen: { title: "Kept", message: "From now on you get what is ticked below." },
  paused: { title: "Your emails are paused", message: "We send nothing until then. After that the emails start again automatically." },
  resumed: { title: "Your emails have started again", message: "The pause is over." },
  "link-sent": {
    title: "Check your email",
    message: "We sent a link to the address above. It works once, for an hour.",
  },
  left: { title: "You’re unsubscribed", message: "You still get receipts for your donations; nothing else." },
  "left-everything": {
    title: "You’re unsubscribed from everything",
    message:
      "We send no emails and don’t ask you for donations. We’ll never add you again unless you ask. You still get receipts for your donations.",
  },
};
