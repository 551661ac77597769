import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { requireStaff } from "~/staff/session.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { londonDate } from "~/platform/london-dates";
import { widestReach } from "~/newsletter/issues/issue";
import { issueFields, parseIssueForm, issueInputFrom } from "~/newsletter/issues/issue-form";
import { listRecentlySent } from "~/newsletter/issues/issues.server";
import { createIssue } from "~/newsletter/issues/save-issue.server";
import { Button } from "~/platform/ui/button";
import { IssueEditor } from "../ui/issue-editor";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "A new issue" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const reach = widestReach(await listRecentlySent(db, now()), londonDate(now()));
  return { input: { topic: "news", reach: reach as string, subject: "", preview: "", body: "" } };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors } = await readForm(request, issueFields);
  const input = issueInputFrom(read);
  if (errors.length > 0) return data({ input, errors }, { status: 400 });
  const parsed = parseIssueForm(input);
  if ("errors" in parsed) return data({ input, errors: parsed.errors }, { status: 400 });
  return redirect(`/desk/newsletter/${await createIssue(staff, parsed.form)}`, 303);
}

export default function NewIssuePage() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { input, errors } = { errors: [], ...loaded, ...answered };
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the form">
      <p>
        <a href="/desk/newsletter">Issues and articles</a>
      </p>
      <h1>A new issue</h1>
      <IssueEditor input={input} errors={errors}>
        <Button look="give">Save as a draft</Button>
      </IssueEditor>
    </DeskPage>
  );
}
