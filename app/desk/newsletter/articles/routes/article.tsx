import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Issue } from "~/../prisma/client/client";
import type { Versions } from "~/desk/ui/both-versions";
import { DeskPage } from "~/desk/ui/desk-page";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { articleFields, articleInputFrom, parseArticleForm, type ArticleForm } from "~/newsletter/news/article-form";
import { deleteArticle, publishArticle, unpublishArticle } from "~/newsletter/news/publish-article.server";
import { saveArticle } from "~/newsletter/news/save-article.server";
import { pagesWithArticle } from "~/newsletter/news/news";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { replaceKeptPages } from "~/platform/http/page-cache/changed-pages.server";
import { londonDate } from "~/platform/london-dates";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import type { FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { articleRefusals, compareVersions, loadArticle } from "../article-page.server";
import { ArticleScreen } from "../ui/article-screen";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.input.subject ?? "Article"}: article` },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  saved: "Saved as a draft. Nobody else sees it until it is published.",
  published: "Published. Everybody can read it, within a minute everywhere. No email was sent.",
  corrected: "Saved. Everybody reads the new words, within a minute everywhere.",
  unpublished: "It was taken off the site, within a minute everywhere, and is a draft again.",
  "never-sent": "This is an article: it is published on the site and never sent by email. Nothing was sent.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadArticle(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

type Reply = { errors: FormError[]; notice: string | null; input: ArticleForm | null; versions: Versions | null };

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { id } = await loadArticle(params["id"]);
  const { input: read, errors: readErrors } = await readForm(request, { ...articleFields, do: chosen, version: chosen });
  const isWriting = read.do === "save" || read.do === "publish";
  const input = isWriting ? articleInputFrom(read) : null;
  const fail = (status: number, reply: Partial<Reply>) =>
    data<Reply>({ errors: [], notice: null, versions: null, input, ...reply }, { status });
  const done = (what: string) => redirect(`/desk/newsletter/articles/${id}?done=${what}`, 303);
  if (readErrors.length > 0) return fail(400, { errors: readErrors });
  const contentErrors = (errors: string[]): FormError[] => errors.map((message) => ({ field: "body", message }));

  if (input) {
    const parsed = parseArticleForm(input);
    if ("errors" in parsed) return fail(400, { errors: parsed.errors });
    const seen = parseWholeNumber(read.version);
    const result = await saveArticle(staff, id, seen, parsed.form, getHouseSnapshot);
    if ("refused" in result) {
      if (result.refused === "has-errors") return fail(400, { errors: contentErrors(result.errors) });
      const versions = result.refused === "changed-meanwhile" ? await compareVersions(id, parsed.form) : null;
      return fail(409, { notice: articleRefusals[result.refused], versions });
    }
    const { saved, isChanged } = result;
    if (isChanged && saved.status === "published") await showChange(saved);
    if (read.do === "save") return done(saved.status === "published" ? "corrected" : "saved");
    // The same words may have been taken off the site since they were looked at.
    const published = await publishArticle(staff, id, isChanged ? saved.version : seen, getHouseSnapshot);
    if ("published" in published) {
      await showChange(published.published);
      return done("published");
    }
    if (published.refused === "not-draft") return done("published");
    if (published.refused === "has-errors") return fail(400, { errors: contentErrors(published.errors) });
    return fail(409, { notice: articleRefusals[published.refused] });
  }
  switch (read.do) {
    case "unpublish": {
      const result = await unpublishArticle(staff, id);
      if ("refused" in result) return fail(409, { notice: "It is not on the site." });
      await showChange(result.unpublished);
      return done("unpublished");
    }
    case "remove":
      return (await deleteArticle(staff, id))
        ? redirect("/desk/newsletter", 303)
        : fail(409, { notice: "It is on the site. Take it off first." });
    default:
      return fail(400, { notice: "That button is not known here. Nothing was changed." });
  }
}

/** Whoever comes next reads what is said now. */
const showChange = async ({ slug, publishedAt }: Issue) => {
  if (publishedAt) await replaceKeptPages(pagesWithArticle(slug, londonDate(publishedAt)));
};

export default function ArticlePage() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the article">
      <ArticleScreen
        {...loaded}
        input={answered?.input ?? loaded.input}
        errors={answered?.errors ?? []}
        notice={answered ? answered.notice : loaded.notice}
        versions={answered?.versions ?? null}
      />
    </DeskPage>
  );
}
