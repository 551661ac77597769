import type { Block, House } from "emails/newsletter/issue-blocks";
import { IssueBody } from "../../issues/ui/issue-body";
import type { NewsItem } from "../news";
import { NewsDateline } from "./news-parts";

type NewsArticleProps = {
  item: Pick<NewsItem, "kind" | "title" | "preview" | "publishedOn" | "correctedOn">;
  blocks: Block[];
  house: House | null;
};

/** One issue or article as everybody reads it. */
export function NewsArticle({ item, blocks, house }: NewsArticleProps) {
  return (
    <article className="stack pb-4">
      <h1>{item.title}</h1>
      <NewsDateline {...item} />
      {item.kind === "article" && item.preview !== "" && <p className="lead">{item.preview}</p>}
      <IssueBody blocks={blocks} house={house} />
    </article>
  );
}
