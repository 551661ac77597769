import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/desk/staff-session.server";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { timeInWords } from "~/platform/london-dates";
import { takeBackWords, versionsOf } from "~/newsletter/issues/issue-versions.server";
import { issueCalled } from "~/newsletter/issues/issues.server";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction = () => [{ title: "What the letter said before" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await issueCalled(params["id"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const versions = await versionsOf(issue.id);
  return {
    id: issue.id,
    version: issue.version,
    mayTakeBack: issue.state === "draft",
    versions: versions.map(({ version, subject, preview, body, savedAt }) => ({
      version,
      subject,
      preview,
      body,
      until: timeInWords(savedAt),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireStaff(request);
  const id = params["id"] ?? "";
  const form = await postedForm(request);
  const taken = await takeBackWords(id, Number(textOf(form, "take")), Number(textOf(form, "version")));
  return taken === "saved" ? redirect(`/desk/newsletter/${id}`, 303) : data({ words: refusalWords[taken.refused] }, { status: 409 });
}

const refusalWords = {
  "not-there": "These words are not there any more.",
  frozen: "This letter is not a draft any more.",
  "changed-meanwhile": "Somebody changed this letter meanwhile. Look at it again first.",
};

export default function DeskVersions() {
  const { id, version, mayTakeBack, versions } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the versions">
      <p>
        <a href={`/desk/newsletter/${id}`}>Back to the letter</a>
      </p>
      {refused && (
        <div className="note bad" role="alert">
          <p>{refused.words} Nothing was changed.</p>
        </div>
      )}
      <h1>What it said before</h1>
      {versions.length === 0 && <p>It was not changed yet.</p>}
      {!mayTakeBack && <p>It is not a draft, so its words stay as they are.</p>}
      {versions.map((before) => (
        <section className="stack" key={before.version} aria-labelledby={`version-${before.version}`}>
          <h2 id={`version-${before.version}`}>Until {before.until}</h2>
          <dl className="summary">
            <div>
              <dt>Subject</dt>
              <dd>{before.subject}</dd>
            </div>
            <div>
              <dt>The line beside it</dt>
              <dd>{before.preview || "None"}</dd>
            </div>
          </dl>
          <details>
            <summary>Read the letter of version {before.version}</summary>
            <pre className="whitespace-pre-wrap break-words">{before.body}</pre>
          </details>
          {mayTakeBack && (
            <form method="post">
              <input type="hidden" name="version" value={version} />
              <button className="button" name="take" value={before.version}>
                Take version {before.version} back
              </button>
            </form>
          )}
        </section>
      ))}
    </DeskPage>
  );
}
