import type { ReactNode } from "react";
import { ButtonLink } from "./button";
import { useSite, useSiteLinks, type SiteLink } from "./site";
import { SkipLink } from "./skip-link";

/** The charity's mark: one window, its lower half lit. */
function Logo() {
  const { charity } = useSite();
  return (
    <a
      className="inline-flex min-h-11 items-center gap-[0.6rem] font-heading text-[1.375rem]/none font-bold text-inherit no-underline"
      href="/"
    >
      <svg className="h-[1.65rem] w-[1.35rem]" viewBox="0 0 27 33" aria-hidden="true" focusable="false">
        <rect x="1.5" y="1.5" width="24" height="30" rx="3" fill="none" stroke="currentColor" strokeWidth="3" />
        <path className="fill-lamp" d="M3 15H24V30H3Z" />
        <path d="M13.5 2V31M3 15H24" stroke="currentColor" strokeWidth="2.5" />
      </svg>
      {charity.name}
    </a>
  );
}

const navItem = "inline-flex min-h-11 min-w-11 items-center text-inherit";
const currentItem = "aria-[current]:font-bold aria-[current]:decoration-lamp aria-[current]:decoration-4";

/** The head of a page; on a phone the sections are in a menu that opens without JavaScript. `currentSection`: the path of the section that the page belongs to. */
export function SiteHeader({ currentSection }: { currentSection?: string }) {
  const { main, actions } = useSiteLinks();
  const link = ({ href, label }: SiteLink, className: string) => (
    <a
      key={href}
      className={`${navItem} ${currentItem} ${className}`}
      href={href}
      aria-current={href === currentSection ? "page" : undefined}
    >
      {label}
    </a>
  );
  const [first, ...others] = main;
  return (
    <header className="border-b border-line print:hidden">
      <div className="relative mx-auto flex max-w-frame flex-wrap items-center justify-between gap-x-6 px-5 py-3">
        <Logo />
        <nav aria-label="Main" className="flex flex-wrap items-center gap-x-6 max-md:gap-x-3 max-md:gap-y-1">
          {others.length > 0 && (
            <details className="absolute end-5 top-3 md:hidden">
              <summary className={`${navItem} justify-center text-[1.0625rem]`}>Menu</summary>
              <ul className="absolute end-0 top-full z-2 m-0 min-w-56 list-none rounded-md border-2 border-edge bg-surface px-5 py-2">
                {others.map((each) => (
                  <li key={each.href} className="m-0">
                    {link(each, "w-full text-[1.0625rem]")}
                  </li>
                ))}
              </ul>
            </details>
          )}
          {first && link(first, "justify-center text-[1.0625rem]")}
          {others.map((each) => link(each, "justify-center text-[1.0625rem] max-md:hidden"))}
          {actions.map(({ href, label }, index) => (
            <ButtonLink
              key={href}
              size="tight"
              className={`${currentItem} ${index > 0 ? "md:-ms-2" : ""}`}
              href={href}
              aria-current={href === currentSection ? "page" : undefined}
            >
              {label}
            </ButtonLink>
          ))}
        </nav>
      </div>
    </header>
  );
}

/** Said on every page of a site that takes no real money. */
export function TrialNotice() {
  const { isTrial, isRehearsal, sendsRealEmails } = useSite();
  if (!isTrial && !isRehearsal) return null;
  return (
    <aside
      className="m-0 bg-lamp px-4 py-[0.4rem] text-center text-sm/[1.4] font-bold text-on-lamp print:hidden"
      aria-label={isRehearsal ? "Rehearsal" : "Trial site"}
    >
      {isRehearsal
        ? "This is a rehearsal of the site: no real money is taken, and no email reaches anybody. Please don’t give here."
        : `This is a trial site: no real money is taken${sendsRealEmails ? ", but emails are really sent" : " and no emails are really sent"}.`}
    </aside>
  );
}

const footerLink = "inline-flex min-h-11 items-center";

/** Newsletter, status and number, and the pages that the law asks for. Below a task it is no wider than the one column. */
export function SiteFooter({ isWide = true }: { isWide?: boolean }) {
  const { charity } = useSite();
  const { footerIntro, footer } = useSiteLinks();
  return (
    <footer className="border-t border-line bg-wash py-12 text-[1rem]">
      <div className={`stack mx-auto w-full px-5 [&>p]:max-w-page ${isWide ? "max-w-frame" : "max-w-column"}`}>
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
        <ul className="flex list-none flex-wrap gap-x-6 p-0 *:m-0">
          {footer.map(({ href, label }) => (
            <li key={href}>
              <a className={footerLink} href={href}>
                {label}
              </a>
            </li>
          ))}
          {charity.links.accounts && (
            <li>
              <a className={footerLink} href={charity.links.accounts}>
                Accounts
              </a>
            </li>
          )}
          {charity.social.map(({ name, url }) => (
            <li key={url}>
              <a className={footerLink} href={url} rel="noreferrer">
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
    <>
      <SkipLink to="#main">{skipLinkText}</SkipLink>
      <TrialNotice />
      <SiteHeader currentSection={currentSection} />
      {subNav}
      <main id="main" className={`stack mx-auto w-full px-5 pt-10 pb-20 ${isWide ? "max-w-frame" : "max-w-column"}`} tabIndex={-1}>
        {children}
      </main>
      <SiteFooter isWide={isWide} />
    </>
  );
}
