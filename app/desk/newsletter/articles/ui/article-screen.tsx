import { BothVersions, type Versions } from "~/desk/ui/both-versions";
import { useMay } from "~/desk/ui/desk-context";
import { FactList, Notice } from "~/desk/ui/page-parts";
import type { ArticleForm } from "~/newsletter/news/article-form";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { ArticleEditor } from "./article-editor";
import { buttonRow } from "~/desk/ui/looks";

type ArticleScreenProps = {
  id: string;
  /** Where it is on the site, or was, or will be. */
  path: string;
  isPublished: boolean;
  statusLabel: string;
  version: number;
  input: ArticleForm;
  /** What can't be published as it is written. */
  contentErrors: string[];
  publishedAt: string | null;
  correctedAt: string | null;
  errors: FormError[];
  notice: string | null;
  versions: Versions | null;
};

/** One article at the desk: how it stands, its words, and all that can be done with it now. */
export function ArticleScreen(article: ArticleScreenProps) {
  const { id, path, isPublished, statusLabel, version, input, contentErrors, publishedAt, correctedAt, errors, notice } = article;
  const mayChange = useMay("desk/newsletter/articles/:id", "post");
  return (
    <>
      <p>
        <a href="/desk/newsletter">Issues and articles</a>
      </p>
      {!mayChange && <ErrorSummary errors={errors} />}
      <Notice notice={notice} />
      <BothVersions versions={article.versions} />
      <h1>{input.subject || "An article"}</h1>
      <FactList
        facts={[
          { label: "Status", text: statusLabel },
          ...(publishedAt ? [{ label: "First published", text: publishedAt }] : []),
          ...(correctedAt ? [{ label: "Last corrected", text: correctedAt }] : []),
          { label: "Preview", text: "See it as readers do", href: `/desk/newsletter/articles/${id}/preview` },
          ...(isPublished ? [{ label: "Page", text: path, href: path }] : []),
          ...(version > 1 ? [{ label: "Earlier words", text: "What it said before", href: `/desk/newsletter/${id}/versions` }] : []),
        ]}
      />
      {contentErrors.length > 0 && errors.length === 0 && (
        <Note look="danger">
          <p>
            <strong>{isPublished ? "Something is wrong with it." : "This can’t be published yet."}</strong>
          </p>
          <ul>
            {contentErrors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </Note>
      )}
      {mayChange && (
        <>
          <h2>{isPublished ? "Correct it" : "The article"}</h2>
          <ArticleEditor input={input} errors={errors}>
            <input type="hidden" name="version" value={version} />
            <SaveButtons isPublished={isPublished} />
          </ArticleEditor>
          <h2>{isPublished ? "Take it off the site" : "Delete it"}</h2>
          <RemoveForm isPublished={isPublished} />
        </>
      )}
    </>
  );
}

function SaveButtons({ isPublished }: { isPublished: boolean }) {
  if (isPublished)
    return (
      <>
        <p className="hint">
          Everybody reads the new words as soon as they are saved. The page then says when it was updated; its address stays.
        </p>
        <Button look="give" name="do" value="save">
          Save and update the page
        </Button>
      </>
    );
  return (
    <>
      <p className="hint">Published, it is on the site for everybody, in News and in the feed. No email is sent.</p>
      <p className={buttonRow}>
        <Button name="do" value="save">
          Save as a draft
        </Button>{" "}
        <Button look="give" name="do" value="publish">
          Save and publish
        </Button>
      </p>
    </>
  );
}

function RemoveForm({ isPublished }: { isPublished: boolean }) {
  return (
    <form method="post" className="stack">
      <p>
        {isPublished
          ? "Nobody can read it any more, and its address says that it is gone. It is a draft again here, and can be published again."
          : "It is deleted with everything that it said before. That can’t be undone."}
      </p>
      <Button look="danger" name="do" value={isPublished ? "unpublish" : "remove"}>
        {isPublished ? "Take it off the site" : "Delete this draft"}
      </Button>
    </form>
  );
}
