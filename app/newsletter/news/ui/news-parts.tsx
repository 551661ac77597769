import { formatLondonDate } from "~/platform/london-dates";
import { newsKindNames, type NewsItem } from "../news";

type Dated = Pick<NewsItem, "kind" | "publishedOn" | "correctedOn">;

/** What it is, since when it is here, and when it was last changed. */
export function NewsDateline({ kind, publishedOn, correctedOn }: Dated) {
  return (
    <p className="text-sm quiet">
      {newsKindNames[kind]}, <time dateTime={publishedOn}>{formatLondonDate(publishedOn)}</time>
      {correctedOn && (
        <>
          . Updated <time dateTime={correctedOn}>{formatLondonDate(correctedOn)}</time>
        </>
      )}
    </p>
  );
}

/** News with what each is about. */
export const NewsList = ({ items }: { items: readonly NewsItem[] }) => (
  <ul className="list-none p-0">
    {items.map((item) => (
      <li key={item.slug} className="m-0 border-t border-line py-6 *:m-0 [&>*+*]:mt-2">
        <h2>
          <a href={`/news/${item.slug}`}>{item.title}</a>
        </h2>
        <NewsDateline {...item} />
        <p>{item.summary}</p>
      </li>
    ))}
  </ul>
);

/** Many by their titles alone. */
export const NewsTitles = ({ items }: { items: readonly NewsItem[] }) => (
  <ul className="list-none p-0">
    {items.map((item) => (
      <li key={item.slug} className="m-0 border-t border-line py-3 *:m-0">
        <a href={`/news/${item.slug}`}>{item.title}</a>
        <NewsDateline {...item} />
      </li>
    ))}
  </ul>
);

/** Ways to the years that have news. */
export function NewsYears({ years, current, title }: { years: readonly number[]; current?: number; title: string }) {
  const others = years.filter((year) => year !== current);
  if (others.length === 0) return null;
  return (
    <nav aria-labelledby="years">
      <h2 id="years">{title}</h2>
      <ul className="flex list-none flex-wrap gap-x-6 p-0 *:m-0">
        {others.map((year) => (
          <li key={year}>
            <a className="inline-flex min-h-11 items-center" href={`/news/year/${year}`}>
              {year}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How the next is heard of. */
export const NewsFeedLink = () => (
  <p className="border-t border-line pt-6">
    <a href="/newsletter">Get our newsletter by email</a>, or <a href="/news.atom">follow our news in a feed reader</a>.
  </p>
);
