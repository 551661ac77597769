import type { ReactNode } from "react";
import { TaskPage } from "~/platform/ui/page-layout";

const parts = [
  { to: "/supporter", words: "Your giving" },
  { to: "/supporter/statements", words: "Statements" },
  { to: "/supporter/gift-aid", words: "Gift Aid" },
  { to: "/supporter/details", words: "Your details" },
  { to: "/supporter/data", words: "What we know about you" },
];

/**
 * The frame of every page of somebody who is signed in: the way to the other pages and out.
 * @param here the path of the part that the page belongs to, such as "/supporter/details"
 */
export function SupporterPage({ here = "/supporter", children }: { here?: string; children: ReactNode }) {
  return (
    <TaskPage>
      <nav aria-label="Your pages" className="flex flex-wrap gap-x-6 mb-10 border-b border-line pb-2">
        {parts.map(({ to, words }) => (
          <a
            key={to}
            href={to}
            aria-current={to === here ? "page" : undefined}
            className="inline-flex min-h-[44px] items-center aria-[current]:font-bold"
          >
            {words}
          </a>
        ))}
        <a href="/supporter/sign-out" className="inline-flex min-h-[44px] items-center">
          Sign out
        </a>
      </nav>
      {children}
    </TaskPage>
  );
}
