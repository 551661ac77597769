import { spokenDay } from "../dates";
import type { Screen } from "../screen";
import { fill } from "../messages";
import { Blocks } from "./blocks";
import { HelpPage, PageDates } from "./help-page";
import { LanguageSwitch } from "./language-switch";

/** A help page, whole. `children` come after its words. */
export function HelpScreen({ screen, children }: { screen: Screen; children?: React.ReactNode }) {
  const { words, page, translation } = screen;
  // Whoever reads a translation has already chosen a language: the numbers come first there.
  const languages = <LanguageSwitch links={screen.languages} label={words.otherLanguages} />;
  return (
    <HelpPage words={words} lang={page.lang} more={screen.more} dates={<PageDates screen={screen} />}>
      <h1>{screen.title}</h1>
      {screen.pastReview && (
        <p className="note" data-overdue="">
          {fill(words.overdue, { day: spokenDay(screen.nextReview, page.lang) })}
        </p>
      )}
      {translation && (
        <p className="note" data-translation={translation.reviewedBy ? "reviewed" : "waiting"}>
          {translation.reviewedBy ? fill(words.reviewedBy, { name: translation.reviewedBy }) : words.waiting}{" "}
          {!translation.reviewedBy && (
            <span lang="en-GB" dir="ltr">
              Translated, waiting for review by a native speaker.
            </span>
          )}
        </p>
      )}
      {!translation && languages}
      <Blocks blocks={screen.blocks} words={words} lang={page.lang} />
      {children}
      {translation && languages}
    </HelpPage>
  );
}
