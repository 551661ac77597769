import type { ReactNode } from "react";
import { useSite } from "~/platform/ui/site";
import { formatDay } from "../dates";
import type { Language } from "../page";
import type { Messages } from "../messages";

/** Where "Exit this page" leads: a page that anybody might look at. */
export const exitUrl = "https://www.bbc.co.uk/weather";

type Props = {
  messages: Messages;
  lang: Language;
  /** The pages to offer at the foot; a page in another language leads to the English list instead. */
  otherPages: { title: string; path: string; isCurrent: boolean }[];
  /** Sources and changes; a page that is missing has none. */
  sources?: ReactNode;
  children: ReactNode;
};

/** The frame of every help page: the ways out first, then the page, then where it comes from. No part asks for money. */
export function HelpLayout({ messages, lang, otherPages, sources, children }: Props) {
  const { charity } = useSite();
  const start = lang === "en-GB" ? "/help" : `/help/${lang.toLowerCase()}`;
  return (
    <>
      <a className="skip" href="#exit">
        {messages.skipToExit}
      </a>
      <a className="skip" href="#main">
        {messages.skipToMain}
      </a>
      <section className="exit-bar" aria-label={messages.exit}>
        <a
          className="exit"
          id="exit"
          href={exitUrl}
          rel="noreferrer"
          data-exit=""
          data-presses={messages.presses.join("|")}
          data-leaving={messages.leaving}
        >
          {messages.exit}
        </a>
      </section>
      <p className="said" data-said="" role="status" />
      <header className="top">
        <nav className="column">
          <a href={start}>{messages.start}</a>
          <a href={`${start}/card`}>{messages.card}</a>
          <a href="/help/this-device" lang={lang === "en-GB" ? undefined : "en-GB"}>
            {lang === "en-GB" ? messages.thisDevice : "This device (English)"}
          </a>
        </nav>
      </header>
      <main id="main" className="column stack" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="column stack">
          {sources}
          {lang === "en-GB" && (
            <nav className="more-pages" aria-labelledby="more">
              <h2 id="more">More pages</h2>
              <ul className="more">
                {otherPages.map(({ title, path, isCurrent }) => (
                  <li key={path}>
                    <a href={path} aria-current={isCurrent ? "page" : undefined}>
                      {title}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          <p className="quiet">
            <span lang="en-GB" dir="ltr">
              {charity.legalName}.
            </span>{" "}
            {messages.keepsNothing}
          </p>
        </div>
      </footer>
    </>
  );
}

/** From what a page was written, and what has changed since. */
export function PageSources({
  screen,
}: {
  screen: {
    page: { lang: Language };
    sources: { name: string; url: string | null; checkedOn: string }[];
    changes: { on: string; what: string }[];
  };
}) {
  const { page, sources, changes } = screen;
  const langIfEnglish = page.lang === "en-GB" ? undefined : "en-GB";
  return (
    <>
      <details lang={langIfEnglish} dir={langIfEnglish && "ltr"}>
        <summary>Where this comes from, and what has changed</summary>
        <ul>
          {sources.map(({ name, url, checkedOn }) => (
            <li key={name}>
              {url ? (
                <a href={url} rel="noreferrer">
                  {name}
                </a>
              ) : (
                name
              )}
              , checked {formatDay(checkedOn)}
            </li>
          ))}
        </ul>
        <ul>
          {changes.map(({ on, what }) => (
            <li key={on + what}>
              {formatDay(on)}: {what}
            </li>
          ))}
        </ul>
        <p>
          <a href="/help/changes.atom">All changes to these pages, as a feed</a>
        </p>
      </details>
    </>
  );
}
