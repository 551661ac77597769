import { readFileSync } from "node:fs";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { parse } from "node-html-parser";
import { contacts } from "~/help/contacts/contacts.server";
import { fitting, forAnybody, listed, readWish } from "~/help/directory/directory-filter";
import { type Language, type Slug, translations } from "~/help/page";
import { pages } from "~/help/pages.server";
import type { Screen } from "~/help/screen";
import { screenOf } from "~/help/screen.server";
import { Directory } from "~/help/ui/directory";
import { helpHead, shortStyles } from "~/help/ui/head.server";
import { HelpScreen } from "~/help/ui/help-screen";
import { demonstrationCharity } from "~/platform/config/charity";
import { RenderingContext, type Site } from "~/platform/ui/site";

/** A day on which no page and no contact of the site is past its review. */
export const goodDay = "2026-11-22";
/** A day on which all of them are. */
export const lateDay = "2027-02-01";

// Vitest hands out style sheets empty, so the file itself is read.
const css = shortStyles(readFileSync("app/help/ui/help.css", "utf8"));

const site: Site = {
  charity: { ...demonstrationCharity, secondaryPurpose: demonstrationCharity.giving.secondaryPurpose },
  pretend: true,
  baseUrl: "https://help.test",
};

export function screenFor(slug: Slug, language: Language = "en-GB", today = goodDay): Screen {
  const screen = screenOf(slug, language, today);
  if (!screen) throw new Error(`no page ${slug} in ${language}`);
  return screen;
}

/** A whole document as the site sends it: the head of a page that stands alone, and the page. */
export function documentOf(screen: Screen, children?: ReactNode): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(
    <RenderingContext.Provider value={{ site }}>
      <html lang={screen.page.lang} dir={screen.page.dir}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{screen.tabTitle}</title>
          <link rel="icon" href={helpHead.icon} />
          <style dangerouslySetInnerHTML={{ __html: css }} />
          <script dangerouslySetInnerHTML={{ __html: helpHead.script }} />
        </head>
        <body className="plain">
          <HelpScreen screen={screen}>{children}</HelpScreen>
        </body>
      </html>
    </RenderingContext.Provider>,
  )}`;
}

/** The directory as it answers to a query. */
export function servicesDocument(query = "", today = goodDay): string {
  const { wish, understood } = readWish(new URLSearchParams(query));
  const directory = {
    wish,
    understood,
    services: fitting(contacts(), wish),
    anybody: forAnybody(contacts(), wish),
    total: listed(contacts()).length,
    today,
  };
  return documentOf(screenFor("services", "en-GB", today), <Directory {...directory} />);
}

/** Every page of the help half in every language, as a document, by slug and language. */
export function everyDocument(today = goodDay): { slug: Slug; language: Language; html: string }[] {
  const languages: Language[] = ["en-GB", ...translations];
  return languages.flatMap((language) =>
    pages(language).map(({ slug }) => ({
      slug,
      language,
      html: slug === "services" ? servicesDocument("", today) : documentOf(screenFor(slug, language, today)),
    })),
  );
}

/** The words of a page's main part, as a reader has them. */
export const wordsIn = (html: string): string => parse(html).querySelector("main")?.structuredText.replace(/\s+/g, " ") ?? "";
