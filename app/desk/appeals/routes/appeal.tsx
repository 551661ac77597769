import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findStoryErrors } from "~/about/appeals/story.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { FactList, Notice } from "~/desk/ui/page-parts";
import { appealFields, appealInputFrom } from "~/giving/appeals/appeal-form";
import { deleteDraftAppeal, endAppeal, publishAppeal, saveAppeal } from "~/giving/appeals/change-appeals.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { getAppealPage } from "../appeal-page.server";
import { appealRefusals } from "../appeal-refusals";
import { readAppeal } from "../save-form.server";
import { AppealFields } from "../ui/appeal-fields";
import { AppealButtons, MissingList } from "../ui/appeal-buttons";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction = () => [{ title: "Appeal" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  saved: "Saved.",
  published: "The appeal is published. Its page is open, within a minute everywhere.",
  ended: "The appeal has ended. Its page shows the result, within a minute everywhere.",
};

async function loadPage(id: string | undefined) {
  const appeal = await getAppealPage(id ?? "");
  if (!appeal) throw new Response(null, { status: 404 });
  return { appeal, input: appeal.input, errors: [] as FormError[], notice: null as string | null };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const id = params["id"] ?? "";
  const { input: read, errors: readErrors } = await readForm(request, { ...appealFields, do: chosen, version: chosen });
  const { do: what, version: seen, ...typedIn } = read;
  const page = await loadPage(id);
  const input = what === "save" ? appealInputFrom(typedIn) : page.input;
  const fail = (errors: FormError[], status: number) => data({ ...page, input, errors }, { status });
  const finish = (result: { changed: true } | { refused: keyof typeof appealRefusals }, to: string) =>
    "refused" in result ? fail([appealRefusals[result.refused]], 409) : redirect(to, 303);
  const here = `/desk/appeals/${id}`;
  if (readErrors.length > 0) return fail(readErrors, 400);
  switch (what) {
    case "save": {
      const parsed = await readAppeal(input);
      if ("errors" in parsed) return fail(parsed.errors, 400);
      return finish(await saveAppeal(staff, id, parseWholeNumber(seen), parsed.form, findStoryErrors), `${here}?done=saved`);
    }
    case "publish":
      return finish(await publishAppeal(staff, id, parseWholeNumber(seen), findStoryErrors), `${here}?done=published`);
    case "end":
      return finish(await endAppeal(staff, id), `${here}?done=ended`);
    case "delete":
      return finish(await deleteDraftAppeal(staff, id), "/desk/appeals?done=deleted");
    default:
      return fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  }
}

export default function Appeal() {
  const loaded = useLoaderData<typeof loader>();
  const { appeal, input, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayWrite = useMay("desk/appeals/:id", "post");
  const { id, slug, status } = appeal;
  return (
    <DeskPage here="/desk/appeals" skip="Skip to the appeal">
      <h1>
        {appeal.name} <Tag>{appeal.phaseLabel}</Tag>
      </h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <FactList
        facts={[
          { label: "Progress", text: appeal.progress, href: `/desk/gifts?appeal=${id}` },
          { label: "Fund", text: appeal.fund },
          { label: "Preview", text: "See it as donors do", href: `/desk/appeals/${id}/preview` },
          ...(status === "draft" ? [] : [{ label: "Page", text: `/appeals/${slug}`, href: `/appeals/${slug}` }]),
          ...(appeal.published ? [{ label: "Published", text: appeal.published }] : []),
          ...(appeal.ended ? [{ label: "Ended", text: appeal.ended }] : []),
        ]}
      />
      <MissingList missing={appeal.missing} isDraft={status === "draft"} />
      {mayWrite && status !== "ended" && (
        <>
          <AppealButtons {...appeal} isReady={appeal.missing.length === 0} />
          <h2>{status === "draft" ? "The appeal" : "Change it"}</h2>
          {status === "published" && <p className="hint">Its name, address and fund stay as they were published: people gave by them.</p>}
          <form method="post" action={`/desk/appeals/${id}`} className="form" noValidate>
            <input type="hidden" name="version" value={appeal.version} />
            <AppealFields input={input} choices={appeal.choices} isPublished={status === "published"} errors={errors} />
            <Button name="do" value="save">
              Save
            </Button>
          </form>
        </>
      )}
    </DeskPage>
  );
}
