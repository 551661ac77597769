/** Links that stand beside buttons or fields are as high to press as they are. */
const tallLinks = "[&>:is(a,button)]:inline-flex [&>:is(a,button)]:min-h-11 [&>:is(a,button)]:items-center";

/** Words, buttons and links beside each other. */
export const buttonRow = `flex flex-wrap items-center gap-2 [td_&]:flex-nowrap [&_:is(select,input)]:w-auto ${tallLinks}`;

/** Fields beside each other, with the button that shows what they say. */
export const filterBar = `flex max-w-none flex-wrap items-end gap-3 [&_.field]:m-0 [&_.field]:max-w-72 [&_.field]:flex-[1_1_10rem] [&_.field>div]:mt-0 ${tallLinks}`;

/** A list of what is known, each with its name above. */
export const factGrid =
  "grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-x-6 gap-y-3 [&_dd]:m-0 [&_dd]:wrap-anywhere [&_dt]:text-sm/[1.5] [&_dt]:text-muted";

/** A list of what happened, a line below each. */
export const eventLines = "list-none p-0 [&>li]:border-b [&>li]:border-line [&>li]:py-2";

/** Boxes to tick, beside each other. */
export const tickRow = "flex flex-wrap gap-x-5";

/** Cells of a table that are not in one line. */
export const cell = {
  wraps: "min-w-28 wrap-anywhere whitespace-normal",
  wrapsOnPhone: "max-[40rem]:min-w-24 max-[40rem]:wrap-anywhere max-[40rem]:whitespace-normal",
  words: "min-w-64 whitespace-normal",
  wide: "w-full min-w-80 wrap-anywhere whitespace-normal",
};
