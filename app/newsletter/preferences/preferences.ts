/** What the preference page may have just done. */
export const completedActions = ["chosen", "paused", "resumed", "asked-to-move", "left", "left-everything"] as const;
export type CompletedAction = (typeof completedActions)[number];

/** What it then says. */
export const completedMessages: Record<CompletedAction, { title: string; message: string }> = {
  chosen: { title: "Kept", message: "From now on you get what is ticked below." },
  paused: { title: "Three months of quiet", message: "Nothing comes until then. After that the letters come again by themselves." },
  resumed: { title: "The letters come again", message: "The pause is over." },
  "asked-to-move": {
    title: "Now look at the other mailbox",
    message: "A letter is on its way there. Nothing changes before its link is opened and its button pressed.",
  },
  left: { title: "The letters have stopped", message: "Receipts for gifts still come; nothing else does." },
  "left-everything": {
    title: "Everything has stopped",
    message: "No letters, no asking for gifts, and no list can bring this address back. Receipts for gifts still come.",
  },
};
