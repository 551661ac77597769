import type { ReactNode } from "react";
import { useSite } from "~/platform/ui/site";
import { formatDay } from "../dates";
import type { Language } from "../page";
import type { Messages } from "../messages";
import { SkipLink } from "~/platform/ui/skip-link";

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

const pressable = "inline-flex min-h-11 min-w-11 items-center";

/** At the foot of a phone, over it all; where the screen is wide, beside the column; where it is as low as at 400% zoom, in a corner. */
const exitBar = [
  "fixed inset-x-0 bottom-0 z-5 border-t border-edge bg-surface px-5 py-2 print:hidden",
  "xl:sticky xl:top-0 xl:bottom-auto xl:h-0 xl:border-0 xl:bg-transparent xl:px-6 xl:pt-4 xl:pb-0",
  "low:start-auto low:border-0 low:bg-transparent low:p-0",
].join(" ");

const exitButton = [
  "flex min-h-13 items-center justify-center rounded-md bg-(--color-solid) text-center font-bold text-on-solid no-underline hover:underline",
  "forced-colors:border-2 xl:ms-auto xl:w-max xl:px-[1.6rem] xl:not-focus-visible:shadow-[0_0_0_4px_var(--color-paper)]",
  "low:min-h-11 low:rounded-none low:rounded-ss-md low:px-3",
].join(" ");

/** What the script says. */
const status = [
  "fixed inset-x-5 bottom-20 z-6 mx-auto max-w-[30rem] rounded-md bg-(--color-solid) px-4 py-[0.6rem] text-center text-on-solid",
  "empty:p-0 print:hidden",
].join(" ");

/** The frame of every help page: the ways out first, then the page, then where it comes from. No part asks for money. */
export function HelpLayout({ messages, lang, otherPages, sources, children }: Props) {
  const { charity } = useSite();
  const start = lang === "en-GB" ? "/help" : `/help/${lang.toLowerCase()}`;
  return (
    <>
      <SkipLink to="#exit">{messages.skipToExit}</SkipLink>
      <SkipLink to="#main">{messages.skipToMain}</SkipLink>
      <section className={exitBar} aria-label={messages.exit}>
        <a
          className={exitButton}
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
      <p className={status} data-said="" role="status" />
      <header className="border-b border-line text-[1rem] print:hidden">
        <nav className="mx-auto w-full max-w-column px-5 flex flex-wrap gap-x-6">
          <a className={pressable} href={start}>
            {messages.start}
          </a>
          <a className={pressable} href={`${start}/card`}>
            {messages.card}
          </a>
          <a className={pressable} href="/help/this-device" lang={lang === "en-GB" ? undefined : "en-GB"}>
            {lang === "en-GB" ? messages.thisDevice : "This device (English)"}
          </a>
        </nav>
      </header>
      <main id="main" className="mx-auto w-full max-w-column px-5 stack pt-10 pb-16 print:pt-0 print:pb-4" tabIndex={-1}>
        {children}
      </main>
      <footer className="border-t border-line bg-wash py-10 text-[1rem] print:border-0 print:pt-0 print:pb-4 [&_li]:m-0">
        <div className="mx-auto w-full max-w-column px-5 stack">
          {sources}
          {lang === "en-GB" && (
            <nav aria-labelledby="more">
              <h2 className="text-[1.25rem] print:hidden" id="more">
                More pages
              </h2>
              <ul className="columns-[17rem] list-none gap-x-8 p-0 print:hidden">
                {otherPages.map(({ title, path, isCurrent }) => (
                  <li key={path}>
                    <a className={pressable} href={path} aria-current={isCurrent ? "page" : undefined}>
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
