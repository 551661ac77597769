/** A button of a help page. */
export const helpButton = [
  "min-h-13 min-w-0 cursor-pointer rounded-md border-2 border-(--color-solid) bg-surface px-[1.4rem] py-2",
  "font-sans text-base font-bold text-text",
].join(" ");
