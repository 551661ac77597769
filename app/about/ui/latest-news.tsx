import type { ArchivedIssue } from "~/newsletter/issues/archive.server";
import { formatLondonDate } from "~/platform/london-dates";

export type LatestIssue = Pick<ArchivedIssue, "slug" | "subject" | "sentOn" | "excerpt">;

/** What went to subscribers last, the way to get the next, and where to understand what it is about. */
export function LatestNews({ issues }: { issues: LatestIssue[] }) {
  return (
    <section className="band" aria-labelledby="news">
      <div className="wide stack">
        <h2 id="news">News, and what lies behind it</h2>
        <ul className="ways">
          {issues.map(({ slug, subject, sentOn, excerpt }) => (
            <li key={slug}>
              <a className="way" href={`/newsletter/archive/${slug}`}>
                <b>{subject}</b> <time dateTime={sentOn}>{formatLondonDate(sentOn)}</time>. {excerpt}
              </a>
            </li>
          ))}
          <li>
            <a className="way" href="/help/what-trafficking-is">
              <b>Understand trafficking</b> What it is, how it differs from smuggling, and the signs that somebody is being exploited.
            </a>
          </li>
        </ul>
        <p className="buttons">
          <a className="button" href="/newsletter">
            Get our newsletter
          </a>{" "}
          <a href="/newsletter/archive">Past issues</a>
        </p>
      </div>
    </section>
  );
}
