import type { ReactNode } from "react";
import { Note } from "~/platform/ui/note";
import { eventLines, factGrid } from "./looks";

/** Two parts of a page, beside each other where there is room. */
export function Columns({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:gap-8">{children}</div>
  );
}

/** Links to what else there is to see, beside each other. */
export function Views({ children }: { children: ReactNode }) {
  const link =
    "[&_a]:inline-flex [&_a]:min-h-11 [&_a]:items-center [&_a]:rounded-sm [&_a]:border [&_a]:border-edge [&_a]:px-3 [&_a]:no-underline";
  return (
    <ul className={`flex list-none flex-wrap gap-2 p-0 ${link} [&_[aria-current]]:bg-wash [&_[aria-current]]:font-bold`}>{children}</ul>
  );
}

/** What was done, or what is to be done next, said once. */
export function Notice({ notice }: { notice: string | null }) {
  return (
    notice && (
      <Note as="p" role="status">
        {notice}
      </Note>
    )
  );
}

export type Fact = { label: string; text: string; href?: string };

/** What is known of one thing, in a few words each. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={factGrid}>
      {facts.map(({ label, text, href }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{href ? <a href={href}>{text}</a> : text}</dd>
        </div>
      ))}
    </dl>
  );
}

export type PageEvent = { at: string; text: string };

/** What happened, in order. */
export function EventList({ events }: { events: readonly PageEvent[] }) {
  return (
    <ol className={eventLines}>
      {events.map(({ at, text }, index) => (
        <li key={index}>
          <span className="quiet">{at}</span> {text}
        </li>
      ))}
    </ol>
  );
}
