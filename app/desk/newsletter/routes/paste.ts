import type { ActionFunctionArgs } from "@remix-run/node";
import { pasteAsMarkdown } from "~/newsletter/issues/paste/html-to-markdown.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { typed } from "~/platform/http/forms/form-fields";
import { requireStaff } from "~/staff/session.server";

const fields = { html: typed("text that you pasted", 400_000) } as const;

/** What was copied elsewhere, as Markdown, for the script beside the textarea. Nothing is kept of it. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  await requireStaff(request);
  const { input, errors } = await readForm(request, fields);
  const [error] = errors;
  const headers = { "Cache-Control": "no-store" };
  if (error) return Response.json({ error: error.message }, { status: 400, headers });
  return Response.json(pasteAsMarkdown(input.html ?? ""), { headers });
}
