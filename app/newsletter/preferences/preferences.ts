/** What the preference page may have just done. */
export const deeds = ["chosen", "paused", "resumed", "asked-to-move", "left", "left-everything"] as const;
export type Done = (typeof deeds)[number];

/** What it then says. */
export const doneWords: Record<Done, { title: string; words: string }> = {
  chosen: { title: "Kept", words: "From now on you get what is ticked below." },
  paused: { title: "Three months of quiet", words: "Nothing comes until then. After that the letters come again by themselves." },
  resumed: { title: "The letters come again", words: "The pause is over." },
  "asked-to-move": {
    title: "Now look at the other mailbox",
    words: "A letter is on its way there. Nothing changes before its link is opened and its button pressed.",
  },
  left: { title: "The letters have stopped", words: "Receipts for gifts still come; nothing else does." },
  "left-everything": {
    title: "Everything has stopped",
    words: "No letters, no asking for gifts, and no list can bring this address back. Receipts for gifts still come.",
  },
};
