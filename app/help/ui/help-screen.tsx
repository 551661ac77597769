import { formatDay } from "../dates";
import { pagePath } from "../page";
import type { Screen } from "../screen";
import { interpolate } from "../messages";
import { Blocks } from "./blocks";
import { HelpLayout, PageSources } from "./help-page";
import { LanguageSwitch } from "./language-switch";

/** A help page, whole. `children` come after its words. */
export function HelpScreen({ screen, children }: { screen: Screen; children?: React.ReactNode }) {
  const { messages, page, translation } = screen;
  // Whoever reads a translation has already chosen a language: the numbers come first there.
  const languages = <LanguageSwitch links={screen.languages} label={messages.otherLanguages} />;
  // Where somebody may be in danger, nothing stands before the numbers that can wait.
  const isStart = screen.path === pagePath("get-help-now", page.lang);
  const reviewed = (
    <p className="text-sm quiet">
      {interpolate(messages.reviewed, {
        reviewed: formatDay(screen.reviewedOn, page.lang),
        next: formatDay(screen.nextReview, page.lang),
      })}
    </p>
  );
  return (
    <HelpLayout messages={messages} lang={page.lang} otherPages={screen.otherPages} sources={<PageSources screen={screen} />}>
      <h1>{screen.title}</h1>
      {!isStart && reviewed}
      {screen.isReviewOverdue && (
        <p className="note" data-overdue="">
          {interpolate(messages.overdue, { day: formatDay(screen.nextReview, page.lang) })}
        </p>
      )}
      {translation && (
        <p className="note" data-translation={translation.reviewedBy ? "reviewed" : "waiting"}>
          {translation.reviewedBy ? interpolate(messages.reviewedBy, { name: translation.reviewedBy }) : messages.waiting}{" "}
          {!translation.reviewedBy && (
            <span className="block" lang="en-GB" dir="ltr">
              Translated, waiting for review by a native speaker.
            </span>
          )}
        </p>
      )}
      {!translation && languages}
      <Blocks blocks={screen.blocks} messages={messages} lang={page.lang} />
      {children}
      {isStart && reviewed}
      {translation && languages}
    </HelpLayout>
  );
}
