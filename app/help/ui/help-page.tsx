import type { ReactNode } from "react";
import { useSite } from "~/platform/ui/site";
import { spokenDay } from "../dates";
import type { Language } from "../page";
import { fill, type Words } from "../messages";

/** Where "Exit this page" leads: a page that anybody might look at. */
export const exitAddress = "https://www.bbc.co.uk/weather";

type Props = {
  words: Words;
  lang: Language;
  /** The pages to offer at the foot; a page in another language leads to the English list instead. */
  more: { title: string; path: string; here: boolean }[];
  /** Review dates, sources and changes; a page that is missing has none. */
  dates?: ReactNode;
  children: ReactNode;
};

/** The frame of every help page: the ways out first, then the page, then where it comes from. No part asks for money. */
export function HelpPage({ words, lang, more, dates, children }: Props) {
  const { charity } = useSite();
  const start = lang === "en-GB" ? "/help" : `/help/${lang.toLowerCase()}`;
  return (
    <>
      <a className="skip" href="#exit">
        {words.skipToExit}
      </a>
      <a className="skip" href="#main">
        {words.skipToMain}
      </a>
      <section className="exit-bar" aria-label={words.exit}>
        <a
          className="exit"
          id="exit"
          href={exitAddress}
          rel="noreferrer"
          data-exit=""
          data-presses={words.presses.join("|")}
          data-leaving={words.leaving}
        >
          {words.exit}
        </a>
      </section>
      <p className="said" data-said="" role="status" />
      <header className="top">
        <nav className="column">
          <a href={start}>{words.start}</a>
          <a href={`${start}/card`}>{words.card}</a>
          <a href="/help/this-device" lang={lang === "en-GB" ? undefined : "en-GB"}>
            {lang === "en-GB" ? words.thisDevice : "This device (English)"}
          </a>
        </nav>
      </header>
      <main id="main" className="column stack" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="column stack">
          {dates}
          {lang === "en-GB" && (
            <nav className="more-pages" aria-labelledby="more">
              <h2 id="more">More pages</h2>
              <ul className="more">
                {more.map(({ title, path, here }) => (
                  <li key={path}>
                    <a href={path} aria-current={here ? "page" : undefined}>
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
            {words.keepsNothing}
          </p>
        </div>
      </footer>
    </>
  );
}

/** When a page was reviewed, from what, and what has changed since. */
export function PageDates({
  screen,
}: {
  screen: {
    words: Words;
    page: { lang: Language };
    reviewedOn: string;
    nextReview: string;
    sources: { name: string; url: string | null; checkedOn: string }[];
    changes: { on: string; what: string }[];
  };
}) {
  const { words, page, reviewedOn, nextReview, sources, changes } = screen;
  const english = page.lang === "en-GB" ? undefined : "en-GB";
  return (
    <>
      <p>
        {fill(words.reviewed, {
          reviewed: spokenDay(reviewedOn, page.lang),
          next: spokenDay(nextReview, page.lang),
        })}
      </p>
      <details lang={english} dir={english && "ltr"}>
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
              , checked {spokenDay(checkedOn)}
            </li>
          ))}
        </ul>
        <ul>
          {changes.map(({ on, what }) => (
            <li key={on + what}>
              {spokenDay(on)}: {what}
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
