import { newsKindNames, type NewsItem } from "~/newsletter/news/news";
import { formatLondonDate } from "~/platform/london-dates";
import { ButtonLink } from "~/platform/ui/button";
import { Band, Way, Ways } from "./band";

export type LatestNewsItem = Pick<NewsItem, "kind" | "slug" | "title" | "publishedOn" | "summary">;

/** What was published or sent last, the way to get the next, and where to understand what it is about. */
export function LatestNews({ items }: { items: LatestNewsItem[] }) {
  return (
    <Band id="news" title="News, and what lies behind it">
      <Ways>
        {items.map(({ kind, slug, title, publishedOn, summary }) => (
          <Way key={slug} href={`/news/${slug}`} title={title}>
            {newsKindNames[kind]}, <time dateTime={publishedOn}>{formatLondonDate(publishedOn)}</time>. {summary}
          </Way>
        ))}
        <Way href="/help/what-trafficking-is" title="Understand trafficking">
          What it is, how it differs from smuggling, and the signs that somebody is being exploited.
        </Way>
      </Ways>
      <p className="buttons">
        <ButtonLink href="/newsletter">Get our newsletter</ButtonLink> <a href="/news">All news</a>
      </p>
    </Band>
  );
}
