import type { ComponentProps } from "react";

type Look = {
  /** `give`: what the page is for, one on a screen. `danger`: what can't be taken back. */
  look?: "plain" | "give" | "danger";
  /** `small`: in a line of a list or table. `tight`: in the head of the page. */
  size?: "usual" | "small" | "tight";
};

const shape =
  "inline-flex cursor-pointer items-center justify-center rounded-md border-2 p-(--button-padding,0.65rem_1.4rem_0.75rem) text-center font-sans font-bold no-underline hover:underline";

const sizes = {
  usual: "min-h-(--button-height,52px) text-base/[1.25]",
  small: "min-h-11 py-[0.4rem] text-sm/[1.25]",
  tight: "min-h-11 px-4 py-[0.3rem] text-sm/[1.25]",
};

const looks = {
  plain: "border-(--color-solid) bg-transparent text-text hover:bg-wash",
  give: [
    "border-on-lamp bg-lamp text-on-lamp hover:bg-[color-mix(in_srgb,var(--color-lamp)_82%,white)]",
    "[box-shadow:var(--shadow-press)] active:[box-shadow:none] active:[translate:0_1px] focus-visible:[box-shadow:var(--shadow-focus)]!",
  ].join(" "),
  danger: "border-danger bg-transparent text-danger hover:bg-wash",
};

const classesOf = ({ look = "plain", size = "usual" }: Look, className = "") =>
  `${shape} ${sizes[size]} ${looks[look]} ${className}`.trimEnd();

/** What does something when it is pressed. */
export const Button = ({ look, size, className, ...button }: Look & ComponentProps<"button">) => (
  <button {...button} className={classesOf({ look, size }, className)} />
);

/** A link that looks like one: it leads to the next step. */
export const ButtonLink = ({ look, size, className, children, ...link }: Look & ComponentProps<"a">) => (
  <a {...link} className={classesOf({ look, size }, className)}>
    {children}
  </a>
);

/** A button that looks like a link: it does something small, in a line of words or a table. */
export const TextButton = ({ className = "", ...button }: ComponentProps<"button">) => (
  <button
    {...button}
    className={`cursor-pointer border-0 bg-transparent p-0 [font:inherit] text-link underline underline-offset-[0.18em] ${className}`.trimEnd()}
  />
);
