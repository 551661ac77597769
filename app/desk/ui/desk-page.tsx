import type { ReactNode } from "react";
import { useSite } from "~/platform/ui/site";
import { roleNames } from "~/staff/roles";
import { currentLink, sectionsFor } from "../navigation";
import { useDesk } from "./desk-context";
import scriptUrl from "./desk.js?url";

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
  return isTrial && <p className="desk-trial">Trial site: no real money, no real emails</p>;
}

/** A page of the desk: its own frame, with the ways that its reader's role may go, and the way out. */
export function DeskPage({ here, skip = "Skip to main content", children }: DeskPageProps) {
  const { charity } = useSite();
  const desk = useDesk();
  const current = here ?? currentLink(desk?.path ?? "");
  const sections = desk?.staff ? sectionsFor(desk.staff.role) : [];
  const ways = sections.map(({ title, links }) => (
    <div key={title}>
      <h2>{title}</h2>
      <ul>
        {links.map(({ to, label }) => (
          <li key={to}>
            <a href={to} aria-current={to === current ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  ));
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {skip}
      </a>
      <header className="desk-head">
        <a className="desk-name" href="/desk">
          {charity.name} <span>staff</span>
        </a>
        <TrialLine />
        {desk?.staff && (
          <div className="desk-who">
            <span>
              {desk.staff.name}, {roleNames[desk.staff.role].toLowerCase()}
            </span>
            <form method="post" action="/desk/sign-out">
              <button className="link">Sign out</button>
            </form>
          </div>
        )}
      </header>
      {ways.length > 0 && (
        <>
          <nav className="desk-ways" aria-label="Staff">
            {ways}
          </nav>
          <details className="desk-menu">
            <summary>Menu</summary>
            <nav aria-label="Staff, on a small screen">{ways}</nav>
          </details>
        </>
      )}
      <main id="main" className="desk-main stack" tabIndex={-1}>
        {children}
      </main>
      <footer className="desk-foot">
        <details id="keys">
          <summary>Keyboard shortcuts</summary>
          <dl>
            <dt>
              <kbd>/</kbd>
            </dt>
            <dd>goes to the search of the page, if it has one</dd>
            <dt>
              <kbd>?</kbd>
            </dt>
            <dd>shows this list</dd>
            <dt>
              <kbd>Esc</kbd>
            </dt>
            <dd>closes it</dd>
          </dl>
          <noscript>
            <p>They need JavaScript, which is off in this browser. Everything else works without.</p>
          </noscript>
          <p hidden data-keys-switch="">
            <button type="button" className="link">
              Turn shortcuts off
            </button>
          </p>
        </details>
        <a href="/">The public site</a>
      </footer>
      <script src={scriptUrl} defer />
    </div>
  );
}

/** A page for somebody who is not signed in yet: the same frame without ways. */
export function DeskDoorPage({ children }: { children: ReactNode }) {
  const { charity } = useSite();
  return (
    <div className="desk desk-door">
      <header className="desk-head">
        <a className="desk-name" href="/desk">
          {charity.name} <span>staff</span>
        </a>
        <TrialLine />
      </header>
      <main id="main" className="desk-main stack" tabIndex={-1}>
        {children}
      </main>
      <footer className="desk-foot">
        <a href="/">The public site</a>
      </footer>
    </div>
  );
}
