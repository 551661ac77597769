import type { ReactNode } from "react";

type SwitchProps = { label: string; id?: string; children: ReactNode };

/** Ways that look like one switch: links, or buttons of a form, of which one is `aria-current`. */
export const Switch = ({ label, id, children }: SwitchProps) => (
  <nav
    id={id}
    aria-label={label}
    className="grid max-w-[26rem] grid-cols-[1fr_1fr] overflow-clip rounded-md border-2 border-(--color-solid) print:hidden"
  >
    {children}
  </nav>
);

/** One of the ways. `current`: what is shown is this, `page` where each is a page of its own. */
export const SwitchLink = ({ href, current, children }: { href: string; current?: "page" | "true"; children: ReactNode }) => (
  <a className={switchItem} href={href} aria-current={current}>
    {children}
  </a>
);

/** What each way of a switch looks like. */
export const switchItem = [
  "grid min-h-13 cursor-pointer place-items-center border-0 bg-transparent px-[0.6rem] py-[0.4rem] text-center font-sans text-base font-bold text-text",
  "underline underline-offset-[0.18em] aria-[current]:bg-(--color-solid) aria-[current]:text-on-solid aria-[current]:no-underline",
  "focus-visible:shadow-[inset_0_0_0_4px_var(--color-lamp),inset_0_0_0_7px_var(--color-ring)]",
  "forced-colors:aria-[current]:bg-[Highlight] forced-colors:aria-[current]:text-[HighlightText] forced-colors:aria-[current]:forced-color-adjust-none",
].join(" ");
