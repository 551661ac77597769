import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Block, House } from "emails/newsletter/issue-blocks";
import { NewsDateline } from "~/newsletter/news/ui/news-parts";
import { IssueBody } from "~/newsletter/issues/ui/issue-body";
import { parseArticleBody } from "~/newsletter/news/article-body.server";
import { articleFields, articleInputFrom, parseArticleForm } from "~/newsletter/news/article-form";
import { cleanIssueText } from "~/newsletter/issues/issue-form";
import { now } from "~/platform/clock";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { londonDate } from "~/platform/london-dates";
import { parseWholeNumber } from "~/platform/query-values";
import { Note } from "~/platform/ui/note";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { requireStaff } from "~/staff/session.server";
import { markPlace, placeId, splitAtPlace } from "../../writing-place";

type Draft = { title: string; summary: string; before: Block[]; after: Block[]; house: House | null; today: string; problems: string[] };

export const meta: MetaFunction = () => [{ title: "Preview of an article" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });
export const handle = { looksPublic: true };

const fields = { ...articleFields, line: chosen } as const;

async function draftOf(typedIn: Parameters<typeof articleInputFrom>[0], line: number, readErrors: string[]): Promise<Draft> {
  const input = articleInputFrom(typedIn);
  const { subject, preview, body } = cleanIssueText(input);
  const { blocks } = await parseArticleBody(markPlace(body, line));
  const parsed = parseArticleForm(input);
  const formErrors = "errors" in parsed ? parsed.errors.map(({ message }) => message) : [];
  return {
    title: subject,
    summary: preview,
    ...splitAtPlace(blocks),
    house: blocks.some(({ kind }) => kind === "house") ? await getHouseSnapshot() : null,
    today: londonDate(now()),
    problems: [...new Set([...readErrors, ...formErrors, ...(await parseArticleBody(body)).errors])],
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await draftOf({}, 1, []);
}

/** An article as it is being written, as its page. Nothing is kept of it. */
export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request);
  const { input, errors } = await readForm(request, fields);
  return data(
    await draftOf(
      input,
      parseWholeNumber(input.line),
      errors.map(({ message }) => message),
    ),
  );
}

/** The article alone, for a frame of the desk. */
export default function DraftPreview() {
  const loaded = useLoaderData<Draft>();
  const { title, summary, before, after, house, today, problems } = useActionData<Draft>() ?? loaded;
  return (
    <main className="stack mx-auto max-w-page px-5 py-6">
      {problems.length > 0 && (
        <Note look="danger" role="note">
          <p>
            <strong>This can’t be published yet.</strong>
          </p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Note>
      )}
      <h1>{title || "No title yet"}</h1>
      <NewsDateline kind="article" publishedOn={today} correctedOn={null} />
      {summary !== "" && <p className="lead">{summary}</p>}
      <IssueBody blocks={before} house={house} />
      <span id={placeId} />
      <IssueBody blocks={after} house={house} />
    </main>
  );
}
