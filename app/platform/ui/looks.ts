/** What stands in a frame of its own. */
export const boxed = "rounded-md border-2 border-line bg-surface px-5 py-6 md:p-8 [&>*+*]:mt-4";

/** Round what has a mistake. */
export const mistaken = "border-s-5 border-danger ps-4 [&_input:not(:checked)]:border-danger";

/** A box or a button to choose with its words: all of it is the target. */
export const tick = "flex cursor-pointer items-start gap-4 py-2 [&_.hint]:block [&>span]:flex-1";

/** Questions that are shown once what they belong to is ticked. */
export const opened = "opened border-s-4 border-lamp ps-5 [&>*+*]:mt-6";

/** The last cell of a row, where it holds a number. */
export const endCell = "pe-0 text-end tabular-nums";
