import type { ReactNode } from "react";
import { TextButton } from "~/platform/ui/button";
import { useSite } from "~/platform/ui/site";
import { roleNames } from "~/staff/roles";
import { currentLink, sectionsFor } from "../navigation";
import { useDesk } from "./desk-context";
import scriptUrl from "./desk.js?url";
import { SkipLink } from "~/platform/ui/skip-link";

/** Its rows: head, menu of a small screen, page, foot; the ways are beside the page where there is room. */
const frame =
  "grid min-h-screen grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_1fr_auto] lg:grid-cols-[15rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr_auto] print:block";
const page = "stack w-full px-4 pt-6 pb-16 lg:px-8";

type DeskPageProps = {
  /** The path of the way that the page belongs to, where its own address does not say it. */
  here?: string;
  /** What the first link jumps to, in words. */
  skip?: string;
  children: ReactNode;
};

/** Said on every page of a desk behind which nothing is real. */
function TrialLine() {
  const { isTrial, isRehearsal } = useSite();
  if (isRehearsal)
    return (
      <p className="m-0 bg-lamp px-4 py-[0.4rem] text-center text-sm/[1.4] font-bold text-on-lamp">
        Rehearsal: no real money, and no email reaches anybody
      </p>
    );
  return isTrial && <p className="text-sm/[1.5] text-muted">Trial site: no real money, no real emails</p>;
}

/** Head of a page, and what is said beside the name. */
function DeskHead({ children }: { children?: ReactNode }) {
  const { charity } = useSite();
  return (
    <header className="col-span-full flex flex-wrap items-center gap-x-6 border-b border-line bg-wash px-4 print:hidden">
      <a className="inline-flex min-h-11 items-center gap-[0.4em] font-bold text-text no-underline" href="/desk">
        {charity.name} <span className="font-normal">staff</span>
      </a>
      <TrialLine />
      {children}
    </header>
  );
}

function DeskFoot({ children }: { children?: ReactNode }) {
  return (
    <footer className="col-span-full row-start-4 flex flex-wrap items-start gap-x-6 border-t border-line px-4 py-2 text-sm/[1.5] lg:row-start-3 print:hidden">
      {children}
      <a className="inline-flex min-h-11 items-center" href="/">
        The public site
      </a>
    </footer>
  );
}

const wayLink =
  "flex min-h-11 items-center rounded-sm border-s-3 border-transparent px-3 text-text no-underline hover:bg-wash hover:underline forced-colors:border-[Canvas]";
const currentWay =
  "aria-[current]:border-(--color-solid) aria-[current]:bg-wash aria-[current]:font-bold forced-colors:aria-[current]:border-[Highlight]";

function Key({ name, children }: { name: string; children: string }) {
  return (
    <>
      <dt>
        <kbd className="rounded-sm border border-edge px-[0.4em] font-[inherit]">{name}</kbd>
      </dt>
      <dd className="m-0">{children}</dd>
    </>
  );
}

/** A page of the desk: its own frame, with the ways that its reader's role may go, and the way out. */
export function DeskPage({ here, skip = "Skip to main content", children }: DeskPageProps) {
  const desk = useDesk();
  const current = here ?? currentLink(desk?.path ?? "");
  const sections = desk?.staff ? sectionsFor(desk.staff.role) : [];
  const ways = sections.map(({ title, links }) => (
    <div key={title}>
      <h2 className="mt-4 mb-1 text-sm/[1.2] tracking-normal text-muted">{title}</h2>
      <ul className="list-none p-0 *:m-0">
        {links.map(({ to, label }) => (
          <li key={to}>
            <a href={to} aria-current={to === current ? "page" : undefined} className={`${wayLink} ${currentWay}`}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  ));
  return (
    <div className={frame}>
      <SkipLink to="#main">{skip}</SkipLink>
      <DeskHead>
        {desk?.staff && (
          <div className="ms-auto flex flex-wrap items-center gap-x-4 text-sm/[1.5]">
            <span>
              {desk.staff.name}, {roleNames[desk.staff.role].toLowerCase()}
            </span>
            <form method="post" action="/desk/sign-out">
              <TextButton className="min-h-11">Sign out</TextButton>
            </form>
          </div>
        )}
      </DeskHead>
      {ways.length > 0 && (
        <>
          <nav className="hidden border-e border-line px-3 pb-8 lg:block print:hidden" aria-label="Staff">
            {ways}
          </nav>
          <details className="border-b border-line px-4 lg:hidden print:hidden">
            <summary>Menu</summary>
            <nav aria-label="Staff, on a small screen">{ways}</nav>
          </details>
        </>
      )}
      <main id="main" className={`${page} row-start-3 max-w-320 lg:col-start-2 lg:row-start-2`} tabIndex={-1}>
        {children}
      </main>
      <DeskFoot>
        <details id="keys">
          <summary>Keyboard shortcuts</summary>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <Key name="/">goes to the search of the page, if it has one</Key>
            <Key name="?">shows this list</Key>
            <Key name="Esc">closes it</Key>
          </dl>
          <noscript>
            <p>They need JavaScript, which is off in this browser. Everything else works without.</p>
          </noscript>
          <p hidden data-keys-switch="">
            <TextButton type="button" className="min-h-6">
              Turn shortcuts off
            </TextButton>
          </p>
        </details>
      </DeskFoot>
      <script src={scriptUrl} defer />
    </div>
  );
}

/** A page for somebody who is not signed in yet: the same frame without ways. */
export function DeskDoorPage({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-screen grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] print:block">
      <DeskHead />
      <main id="main" className={`${page} mx-auto max-w-136`} tabIndex={-1}>
        {children}
      </main>
      <DeskFoot />
    </div>
  );
}
