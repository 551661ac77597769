import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { parseWholeNumber } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { correctUpdate, removeUpdate } from "~/sponsorship/rooms/updates/change-updates.server";
import { parseUpdateForm, updateFields, type UpdateInput } from "~/sponsorship/rooms/updates/update-form";
import { requireStaff } from "~/staff/session.server";
import { updateRefusals } from "../update-refusals";
import { SponsorPreview, UpdateForm, previewOf, type Preview } from "../ui/update-fields";
import { getUpdatePage, listMonthChoices } from "../updates-page.server";

export const meta: MetaFunction = () => [{ title: "Room update" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string) {
  const page = await getUpdatePage(id);
  if (!page) throw new Response(null, { status: 404 });
  return { ...page, input: page.update.input as UpdateInput, errors: [] as FormError[], preview: null as Preview | null };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await loadPage(params["id"] ?? "");
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors: readErrors } = await readForm(request, { ...updateFields, do: chosen, version: chosen });
  const { do: what, version, ...typedIn } = read;
  const update = { id: params["id"] ?? "", version: parseWholeNumber(version) };
  const finish = async (result: { changed: true } | { refused: keyof typeof updateRefusals }, done: string, input?: UpdateInput) => {
    if ("changed" in result) return redirect(`/desk/rooms/updates?done=${done}`, 303);
    const page = await loadPage(update.id);
    return data({ ...page, input: input ?? page.input, errors: [updateRefusals[result.refused]] }, { status: 409 });
  };
  if (what === "remove") return await finish(await removeUpdate(staff, update), "removed");
  const page = await loadPage(update.id);
  const show = (status: number, errors: FormError[], preview: Preview | null = null) =>
    data({ ...page, input: typedIn as UpdateInput, errors, preview }, { status });
  if (readErrors.length > 0) return show(400, readErrors);
  const parsed = parseUpdateForm(typedIn, listMonthChoices(page.update.input.month));
  if ("errors" in parsed) return show(400, parsed.errors);
  if (what === "preview") return show(200, [], previewOf(typedIn, parsed.update.text, page.choices));
  if (what !== "save") return show(400, [{ field: "main", message: "That button is not known here. Nothing was saved" }]);
  return await finish(await correctUpdate(staff, update, parsed.update), "corrected", typedIn);
}

export default function UpdateScreen() {
  const loaded = useLoaderData<typeof loader>();
  const { update, choices, input, errors, preview } = useActionData<typeof action>() ?? loaded;
  const mayWrite = useMay("desk/rooms/updates/:id", "post");
  const path = `/desk/rooms/updates/${update.id}`;
  return (
    <DeskPage here="/desk/rooms/updates" skip="Skip to the update">
      <h1>
        {update.about}, {update.month}
      </h1>
      <ErrorSummary errors={errors} />
      <p className="quiet">Written {update.written}.</p>
      <SponsorPreview title="As sponsors see it now" about={update.about} month={update.month} text={update.text} />
      {mayWrite && (
        <>
          <h2>Correct it</h2>
          {preview && <SponsorPreview title="Preview: not saved yet" {...preview} />}
          <UpdateForm action={path} kept={{ name: "version", value: update.version }} input={input} choices={choices} errors={errors} />
          <h2>Take it off</h2>
          <p>The update is deleted with its words, and can’t be brought back. The audit log says only that it was there.</p>
          <form method="post" action={path}>
            <input type="hidden" name="version" value={update.version} />
            <Button look="danger" name="do" value="remove">
              Delete this update
            </Button>
          </form>
        </>
      )}
    </DeskPage>
  );
}
