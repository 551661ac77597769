import type { ActionFunctionArgs } from "@remix-run/node";
import { cleanIssueText, issueFields } from "~/newsletter/issues/issue-form";
import { parseIssueBody, renderIssueEmail } from "~/newsletter/issues/render-issue.server";
import { topics } from "~/newsletter/subscription";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { parseWholeNumber } from "~/platform/query-values";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { requireStaff } from "~/staff/session.server";
import { frameEmail, parsePreviewMode } from "../email-frame.server";
import { markPlace, showPlace } from "../writing-place";

const fields = { ...issueFields, mode: chosen, line: chosen } as const;

/** An issue as it is being written, as an email in a frame. Nothing is kept of it. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  await requireStaff(request);
  const { input, errors } = await readForm(request, fields);
  const text = cleanIssueText({ subject: input.subject ?? "", preview: input.preview ?? "", body: input.body ?? "" });
  const topic = topics.find((each) => each === input.topic) ?? "news";
  const draft = { slug: "draft", topic, subject: text.subject, preview: text.preview };
  const body = markPlace(text.body, parseWholeNumber(input.line));
  const rendered = await renderIssueEmail({ ...draft, body }, await getHouseSnapshot(), { preview: true });
  const problems = [...errors.map(({ message }) => message), ...(await parseIssueBody(text.body)).errors];
  const note = problems.length > 0 ? ["This can’t be sent yet.", ...problems] : [];
  const framed = frameEmail(rendered, parsePreviewMode(input.mode), note);
  return new Response(showPlace(await framed.text()), framed);
}
