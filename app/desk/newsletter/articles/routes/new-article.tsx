import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { articleFields, articleInputFrom, parseArticleForm } from "~/newsletter/news/article-form";
import { createArticle } from "~/newsletter/news/save-article.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { ArticleEditor } from "../ui/article-editor";

export const meta: MetaFunction = () => [{ title: "A new article" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { input: articleInputFrom({}), errors: [] as FormError[] };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors } = await readForm(request, articleFields);
  const input = articleInputFrom(read);
  if (errors.length > 0) return data({ input, errors }, { status: 400 });
  const parsed = parseArticleForm(input);
  if ("errors" in parsed) return data({ input, errors: parsed.errors }, { status: 400 });
  return redirect(`/desk/newsletter/articles/${await createArticle(staff, parsed.form)}?done=saved`, 303);
}

export default function NewArticle() {
  const loaded = useLoaderData<typeof loader>();
  const { input, errors } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the form">
      <p>
        <a href="/desk/newsletter">Issues and articles</a>
      </p>
      <h1>A new article</h1>
      <p>An article is published on the site, under News. It is never sent by email.</p>
      <ArticleEditor input={input} errors={errors}>
        <Button look="give">Save as a draft</Button>
      </ArticleEditor>
    </DeskPage>
  );
}
