import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { buildAppealView, type AppealView } from "~/about/appeals/appeal-view.server";
import { AppealContent } from "~/about/appeals/ui/appeal-content";
import { findAppeal, getProgress } from "~/giving/appeals/appeals.server";
import { Note } from "~/platform/ui/note";
import { PageLayout } from "~/platform/ui/page-layout";
import { requireStaff } from "~/staff/session.server";

export const meta: MetaFunction = () => [{ title: "Preview of an appeal" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export const handle = { looksPublic: true };

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const appeal = await findAppeal(params["id"] ?? "");
  if (!appeal) throw new Response(null, { status: 404 });
  return { id: appeal.id, isDraft: appeal.status === "draft", appeal: await buildAppealView(appeal, await getProgress(appeal.id)) };
}

type Preview = { id: string; isDraft: boolean; appeal: AppealView };

/** The page as donors see it, in the public site's own frame. */
export default function AppealPreview() {
  const { id, isDraft, appeal } = useLoaderData<Preview>();
  return (
    <PageLayout currentSection="/donate">
      <Note as="p">
        This is a preview. <a href={`/desk/appeals/${id}`}>Back to the appeal</a>
        {isDraft && ". Its button to give works once it is published."}
      </Note>
      <AppealContent appeal={appeal} />
    </PageLayout>
  );
}
