import type { ReactNode } from "react";
import { PageLayout } from "~/platform/ui/page-layout";

const navLinks = [
  { to: "/desk/newsletter", label: "Issues" },
  { to: "/desk/newsletter/lists", label: "Lists" },
  { to: "/desk/newsletter/suppressions", label: "One address" },
  { to: "/desk/newsletter/pictures", label: "Pictures" },
  { to: "/desk/reconciliations", label: "Compared at night" },
];

/** A page of the newsletter's desk: the same ways on each, and the way out. `here`: the path of the part that it belongs to. */
export function DeskPage({ here, skip, children }: { here: string; skip?: string; children: ReactNode }) {
  const nav = (
    <nav className="inner" aria-label="The newsletter’s desk">
      <div className="wide">
        {navLinks.map(({ to, label }) => (
          <a key={to} href={to} aria-current={to === here ? "page" : undefined}>
            {label}
          </a>
        ))}
        <form method="post" action="/desk/sign-out">
          <button className="link">Sign out</button>
        </form>
      </div>
    </nav>
  );
  return (
    <PageLayout subNav={nav} {...(skip !== undefined && { skipLinkText: skip })}>
      {children}
    </PageLayout>
  );
}
