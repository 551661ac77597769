import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { parse } from "node-html-parser";
import { listContacts } from "~/help/contacts/contacts.server";
import { filterServices, servicesForAnybody, listServices, parseFilter } from "~/help/directory/directory-filter";
import { type Language, type Slug, translatedLanguages } from "~/help/page";
import { listPages } from "~/help/pages.server";
import type { Screen } from "~/help/screen";
import { getScreen } from "~/help/screen.server";
import { Directory } from "~/help/ui/directory";
import { helpHead } from "~/help/ui/head.server";
import { HelpScreen } from "~/help/ui/help-screen";
import { demonstrationCharity } from "~/platform/config/charity";
import { RenderContext, type Site } from "~/platform/ui/site";

/** A day on which no page and no contact of the site is past its review. */
export const currentDay = "2026-11-27";
/** A day on which all of them are. */
export const overdueDay = "2027-03-01";

const site: Site = {
  charity: { ...demonstrationCharity, secondaryPurpose: demonstrationCharity.giving.secondaryPurpose },
  isTrial: true,
  isRehearsal: false,
  sendsRealEmails: false,
  baseUrl: "https://help.test",
};

export function buildScreen(slug: Slug, language: Language = "en-GB", today = currentDay): Screen {
  const screen = getScreen(slug, language, today);
  if (!screen) throw new Error(`no page ${slug} in ${language}`);
  return screen;
}

/** A whole document as the site sends it: the head of a page that stands alone, and the page. */
export function renderDocument(screen: Screen, children?: ReactNode): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(
    <RenderContext.Provider value={{ site }}>
      <html lang={screen.page.lang} dir={screen.page.dir}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{screen.tabTitle}</title>
          <link rel="icon" href={helpHead.icon} />
          <style dangerouslySetInnerHTML={{ __html: helpHead.css }} />
          <script dangerouslySetInnerHTML={{ __html: helpHead.script }} />
        </head>
        <body>
          <HelpScreen screen={screen}>{children}</HelpScreen>
        </body>
      </html>
    </RenderContext.Provider>,
  )}`;
}

/** The directory as it answers to a query. */
export function renderServices(query = "", today = currentDay): string {
  const { filter, isValid } = parseFilter(new URLSearchParams(query));
  const directory = {
    filter,
    isFilterValid: isValid,
    services: filterServices(listContacts(), filter),
    servicesForAnybody: servicesForAnybody(listContacts(), filter),
    total: listServices(listContacts()).length,
    today,
  };
  return renderDocument(buildScreen("services", "en-GB", today), <Directory {...directory} />);
}

/** Every page of the help half in every language, as a document, by slug and language. */
export function renderEveryDocument(today = currentDay): { slug: Slug; language: Language; html: string }[] {
  const languages: Language[] = ["en-GB", ...translatedLanguages];
  return languages.flatMap((language) =>
    listPages(language).map(({ slug }) => ({
      slug,
      language,
      html: slug === "services" ? renderServices("", today) : renderDocument(buildScreen(slug, language, today)),
    })),
  );
}

/** The words of a page's main part, as a reader has them. */
export const getMainText = (html: string): string => parse(html).querySelector("main")?.structuredText.replace(/\s+/g, " ") ?? "";
