import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { renderIssueEmail } from "~/newsletter/issues/render-issue.server";
import { requireIssue } from "../find-issue.server";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "As it will arrive" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await requireIssue(params["id"]);
  const rendered = await renderIssueEmail(issue, await getHouseSnapshot(), { preview: true });
  return { id: issue.id, subject: issue.subject, text: rendered.text, kilobytes: Math.ceil(Buffer.byteLength(rendered.html) / 1024) };
}

const previewModes = [
  ["light", "Light mode"],
  ["dark", "Dark mode"],
  ["phone", "On a phone"],
] as const;

export default function PreviewPage() {
  const { id, subject, text, kilobytes } = useLoaderData<typeof loader>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the issue">
      <p>
        <a href={`/desk/newsletter/${id}`}>Back to the issue</a>
      </p>
      <h1>{subject}</h1>
      <p className="quiet">{kilobytes} KB of 102 KB that mail programs show whole.</p>
      {previewModes.map(([mode, label]) => (
        <section key={mode} className="stack">
          <h2>{label}</h2>
          <iframe
            className={`h-[40rem] max-w-full rounded-md border border-line ${mode === "phone" ? "w-[375px]" : "w-full"}`}
            src={`/desk/newsletter/${id}/email?mode=${mode}`}
            title={`The issue ${label.toLowerCase()}`}
          />
        </section>
      ))}
      <h2>As text</h2>
      <pre className="whitespace-pre-wrap break-words">{text}</pre>
    </DeskPage>
  );
}
