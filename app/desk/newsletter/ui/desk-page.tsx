import type { ReactNode } from "react";
import { TaskPage } from "~/platform/ui/page-layout";

const ways = [
  { to: "/desk/newsletter", words: "Letters" },
  { to: "/desk/newsletter/lists", words: "Lists" },
  { to: "/desk/newsletter/suppressions", words: "One address" },
  { to: "/desk/newsletter/pictures", words: "Pictures" },
];

/** A page of the newsletter's desk: the same ways on each, and the way out. `here`: the path of the part that it belongs to. */
export function DeskPage({ here, skip, children }: { here: string; skip?: string; children: ReactNode }) {
  const nav = (
    <nav className="inner" aria-label="The newsletter’s desk">
      <div className="wide">
        {ways.map(({ to, words }) => (
          <a key={to} href={to} aria-current={to === here ? "page" : undefined}>
            {words}
          </a>
        ))}
        <form method="post" action="/desk/sign-out">
          <button className="link">Sign out</button>
        </form>
      </div>
    </nav>
  );
  return (
    <TaskPage nav={nav} {...(skip !== undefined && { skip })}>
      {children}
    </TaskPage>
  );
}
