import type { ReactNode } from "react";

/** A stretch of the home page, from edge to edge, under a heading of its own. `isQuiet`: on the quiet ground. */
export function Band({ id, title, isQuiet = false, children }: { id: string; title: string; isQuiet?: boolean; children: ReactNode }) {
  return (
    <section className={`py-16 [&+&]:border-t [&+&]:border-line ${isQuiet ? "bg-wash" : ""}`} aria-labelledby={id}>
      <div className="stack mx-auto w-full max-w-frame px-5 [&>p]:max-w-page">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </section>
  );
}

/** Ways to go on, each a card that is all link, three beside each other where there is room. */
export const Ways = ({ children }: { children: ReactNode }) => (
  <ul className="grid list-none gap-4 p-0 lg:mt-7 lg:grid-cols-[repeat(3,1fr)]">{children}</ul>
);

/** One of the ways. `children`: what it leads to, in a sentence or two. */
export const Way = ({ href, title, children }: { href: string; title: string; children: ReactNode }) => (
  <li className="m-0">
    <a
      className="block h-full rounded-md border-2 border-line bg-surface px-5 py-6 text-inherit no-underline hover:border-(--color-solid)"
      href={href}
    >
      <b className="mb-[0.3rem] block font-heading text-xl/tight text-link underline decoration-1 underline-offset-[0.18em]">{title}</b>{" "}
      {children}
    </a>
  </li>
);
