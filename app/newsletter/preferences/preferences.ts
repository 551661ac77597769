/** What the preference page may have just done. */
export const completedActions = ["chosen", "paused", "resumed", "link-sent", "left", "left-everything"] as const;
export type CompletedAction = (typeof completedActions)[number];

/** What it then says. */
export const completedMessages: Record<CompletedAction, { title: string; message: string }> = {
  chosen: { title: "Kept", message: "From now on you get what is ticked below." },
  paused: { title: "Three months of quiet", message: "Nothing comes until then. After that the emails come again by themselves." },
  resumed: { title: "The emails come again", message: "The pause is over." },
  "link-sent": {
    title: "Check your email",
    message: "We sent a link to the address above. It works once, for an hour.",
  },
  left: { title: "The emails have stopped", message: "Receipts for gifts still come; nothing else does." },
  "left-everything": {
    title: "Everything has stopped",
    message: "No emails, no asking for gifts, and no list can bring this address back. Receipts for gifts still come.",
  },
};
