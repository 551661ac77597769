import type { ReactNode } from "react";
import { PageLayout } from "~/platform/ui/page-layout";

const navItems = [
  { href: "/supporter", label: "Your giving" },
  { href: "/supporter/statements", label: "Statements" },
  { href: "/supporter/gift-aid", label: "Gift Aid" },
  { href: "/supporter/details", label: "Your details" },
  { href: "/supporter/data", label: "Your data" },
];

/**
 * The frame of every page of somebody who is signed in: the way to the other pages and out.
 * @param currentPath the path of the part that the page belongs to, such as "/supporter/details"
 */
export function SupporterPage({ currentPath = "/supporter", children }: { currentPath?: string; children: ReactNode }) {
  return (
    <PageLayout>
      <nav aria-label="Your pages" className="flex flex-wrap gap-x-6 mb-10 border-b border-line pb-2">
        {navItems.map(({ href, label }) => (
          <a
            key={href}
            href={href}
            aria-current={href === currentPath ? "page" : undefined}
            className="inline-flex min-h-[44px] items-center aria-[current]:font-bold"
          >
            {label}
          </a>
        ))}
        <a href="/supporter/sign-out" className="inline-flex min-h-[44px] items-center">
          Sign out
        </a>
      </nav>
      {children}
    </PageLayout>
  );
}
