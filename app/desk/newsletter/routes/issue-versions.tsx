import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { parseWholeNumber } from "~/platform/query-values";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { formatDateTime, londonDate } from "~/platform/london-dates";
import { restoreVersion, listIssueVersions } from "~/newsletter/issues/issue-versions.server";
import { findIssue } from "~/newsletter/issues/issues.server";
import { pagesWithArticle } from "~/newsletter/news/news";
import { restoreArticleVersion } from "~/newsletter/news/save-article.server";
import { replaceKeptPages } from "~/platform/http/page-cache/changed-pages.server";
import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Summary } from "~/platform/ui/summary-list";

export const meta: MetaFunction = () => [{ title: "What it said before" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await findIssue(params["id"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const versions = await listIssueVersions(issue.id);
  return {
    id: issue.id,
    version: issue.version,
    isArticle: issue.kind === "article",
    // The words of an article may be corrected while they are on the site.
    canRestore: issue.status === "draft" || issue.status === "published",
    versions: versions.map(({ version, subject, preview, body, savedAt }) => ({
      version,
      subject,
      preview,
      body,
      until: formatDateTime(savedAt),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const id = params["id"] ?? "";
  const { take, version } = await readChoices(request, "take", "version");
  const issue = await findIssue(id);
  if (issue?.kind === "article") return await restoreArticle(staff, id, parseWholeNumber(take), parseWholeNumber(version));
  const restored = await restoreVersion(staff, id, parseWholeNumber(take), parseWholeNumber(version));
  return restored === "saved"
    ? redirect(`/desk/newsletter/${id}`, 303)
    : data({ message: refusalMessages[restored.refused] }, { status: 409 });
}

async function restoreArticle(staff: Awaited<ReturnType<typeof requireStaff>>, id: string, take: number, version: number) {
  const restored = await restoreArticleVersion(staff, id, take, version, getHouseSnapshot);
  if ("refused" in restored) return data({ message: refusalMessages[restored.refused] }, { status: 409 });
  const { status, slug, publishedAt } = restored.saved;
  const isPublished = status === "published" && publishedAt !== null;
  if (isPublished) await replaceKeptPages(pagesWithArticle(slug, londonDate(publishedAt)));
  return redirect(`/desk/newsletter/articles/${id}?done=${isPublished ? "corrected" : "saved"}`, 303);
}

const refusalMessages = {
  "not-found": "These words are not there any more.",
  frozen: "This issue is not a draft any more.",
  "has-errors": "These words can’t be published as they are, and the article is on the site.",
  "changed-meanwhile": "Somebody changed it meanwhile. Look at it again first.",
};

export default function VersionsPage() {
  const { id, version, isArticle, canRestore, versions } = useLoaderData<typeof loader>();
  const mayRestore = useMay("desk/newsletter/:id/versions", "post");
  const refused = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the versions">
      <p>
        {isArticle ? (
          <a href={`/desk/newsletter/articles/${id}`}>Back to the article</a>
        ) : (
          <a href={`/desk/newsletter/${id}`}>Back to the issue</a>
        )}
      </p>
      {refused && (
        <Note look="danger" role="alert">
          <p>{refused.message} Nothing was changed.</p>
        </Note>
      )}
      <h1>What it said before</h1>
      {versions.length === 0 && <p>It was not changed yet.</p>}
      {!canRestore && <p>It is not a draft, so its words stay as they are.</p>}
      {versions.map((earlier) => (
        <section className="stack pt-4" key={earlier.version} aria-labelledby={`version-${earlier.version}`}>
          <h2 id={`version-${earlier.version}`}>
            Version {earlier.version}, until {earlier.until}
          </h2>
          <Summary>
            <div>
              <dt>{isArticle ? "Title" : "Subject"}</dt>
              <dd>{earlier.subject}</dd>
            </div>
            <div>
              <dt>{isArticle ? "Summary" : "Preview text"}</dt>
              <dd>{earlier.preview || "None"}</dd>
            </div>
          </Summary>
          <details>
            <summary>Read version {earlier.version}</summary>
            <pre className="whitespace-pre-wrap break-words">{earlier.body}</pre>
          </details>
          {canRestore && mayRestore && (
            <form method="post">
              <input type="hidden" name="version" value={version} />
              <Button name="take" value={earlier.version}>
                Take version {earlier.version} back
              </Button>
            </form>
          )}
        </section>
      ))}
    </DeskPage>
  );
}
