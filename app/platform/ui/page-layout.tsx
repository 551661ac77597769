import type { ReactNode } from "react";
import { useSite, useSiteLinks, type SiteLink } from "./site";

/** The charity's mark: one window, its lower half lit. */
function Logo() {
  const { charity } = useSite();
  return (
    <a className="mark" href="/">
      <svg viewBox="0 0 27 33" aria-hidden="true" focusable="false">
        <rect x="1.5" y="1.5" width="24" height="30" rx="3" fill="none" stroke="currentColor" strokeWidth="3" />
        <path className="mark-lit" d="M3 15H24V30H3Z" />
        <path d="M13.5 2V31M3 15H24" stroke="currentColor" strokeWidth="2.5" />
      </svg>
      {charity.name}
    </a>
  );
}

/** The head of a page; on a phone the sections are in a menu that opens without JavaScript. `currentSection`: the path of the section that the page belongs to. */
export function SiteHeader({ currentSection }: { currentSection?: string }) {
  const { main, actions } = useSiteLinks();
  const link = ({ href, label }: SiteLink, className?: string) => (
    <a key={href} className={className} href={href} aria-current={href === currentSection ? "page" : undefined}>
      {label}
    </a>
  );
  const [first, ...others] = main;
  return (
    <header className="top">
      <div className="wide">
        <Logo />
        <nav aria-label="Main">
          {others.length > 0 && (
            <details className="menu">
              <summary>Menu</summary>
              <ul>
                {others.map((each) => (
                  <li key={each.href}>{link(each)}</li>
                ))}
              </ul>
            </details>
          )}
          {first && link(first)}
          {others.map((each) => link(each, "on-wide"))}
          {actions.map((each) => link(each, "button small"))}
        </nav>
      </div>
    </header>
  );
}

/** Said on every page of a site that takes no real money. */
export function TrialNotice() {
  const { isTrial, isRehearsal, sendsRealEmails } = useSite();
  if (isRehearsal)
    return (
      <aside className="demo" aria-label="Rehearsal">
        This is a rehearsal of the site: no real money is taken, and no email reaches anybody. Please don’t give here.
      </aside>
    );
  if (!isTrial) return null;
  return (
    <aside className="demo" aria-label="Trial site">
      This is a trial site: no real money is taken{sendsRealEmails ? ", but emails are really sent" : " and no emails are really sent"}.
    </aside>
  );
}

/** Newsletter, status and number, and the pages that the law asks for. */
export function SiteFooter() {
  const { charity } = useSite();
  const { footerIntro, footer } = useSiteLinks();
  return (
    <footer className="foot">
      <div className="wide stack">
        <p>
          <strong>{charity.legalName}.</strong>{" "}
          {charity.registration ? (
            <>
              Registered charity, {charity.registration.regulator} number{" "}
              <a href={charity.registration.url}>{charity.registration.number}</a>.
            </>
          ) : (
            "Not a registered charity: a real charity’s name, registered number and address appear here. No real money is taken."
          )}{" "}
          {charity.address.join(", ")}.
        </p>
        {footerIntro && (
          <p>
            <a href={footerIntro.href}>{footerIntro.label}</a>
            {footerIntro.text}
          </p>
        )}
        <ul>
          {footer.map(({ href, label }) => (
            <li key={href}>
              <a href={href}>{label}</a>
            </li>
          ))}
          {charity.links.accounts && (
            <li>
              <a href={charity.links.accounts}>Accounts</a>
            </li>
          )}
          {charity.social.map(({ name, url }) => (
            <li key={url}>
              <a href={url} rel="noreferrer">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}

type PageLayoutProps = { currentSection?: string; skipLinkText?: string; subNav?: ReactNode; isWide?: boolean; children: ReactNode };

/**
 * A page for one task: one column between head and foot. `skipLinkText`: what the first link jumps to, in words. `subNav`: ways of its own,
 * below the head. `isWide`: there is something beside the column.
 */
export function PageLayout({ currentSection, skipLinkText = "Skip to main content", subNav, isWide = false, children }: PageLayoutProps) {
  return (
    <div className={isWide ? undefined : "task"}>
      <a className="skip" href="#main">
        {skipLinkText}
      </a>
      <TrialNotice />
      <SiteHeader currentSection={currentSection} />
      {subNav}
      <main id="main" className={`${isWide ? "wide" : "column"} stack`} tabIndex={-1}>
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}
