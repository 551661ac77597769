import type { ArchivedIssue } from "~/newsletter/issues/archive.server";
import { formatLondonDate } from "~/platform/london-dates";
import { Band, Way, Ways } from "./band";

export type LatestIssue = Pick<ArchivedIssue, "slug" | "subject" | "sentOn" | "excerpt">;

/** What went to subscribers last, the way to get the next, and where to understand what it is about. */
export function LatestNews({ issues }: { issues: LatestIssue[] }) {
  return (
    <Band id="news" title="News, and what lies behind it">
      <Ways>
        {issues.map(({ slug, subject, sentOn, excerpt }) => (
          <Way key={slug} href={`/newsletter/archive/${slug}`} title={subject}>
            <time dateTime={sentOn}>{formatLondonDate(sentOn)}</time>. {excerpt}
          </Way>
        ))}
        <Way href="/help/what-trafficking-is" title="Understand trafficking">
          What it is, how it differs from smuggling, and the signs that somebody is being exploited.
        </Way>
      </Ways>
      <p className="buttons">
        <a className="button" href="/newsletter">
          Get our newsletter
        </a>{" "}
        <a href="/newsletter/archive">Past issues</a>
      </p>
    </Band>
  );
}
