import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { isId, newId } from "~/platform/ids.server";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { writeUpdate } from "~/sponsorship/rooms/updates/change-updates.server";
import { parseUpdateForm, updateFields, type UpdateInput } from "~/sponsorship/rooms/updates/update-form";
import { requireStaff } from "~/staff/session.server";
import { updateRefusals } from "../update-refusals";
import { SponsorPreview, UpdateForm, previewOf, type Preview } from "../ui/update-fields";
import { getUpdateChoices, listMonthChoices } from "../updates-page.server";

export const meta: MetaFunction = () => [{ title: "Write a room update" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const choices = await getUpdateChoices();
  const asked = new URL(request.url).searchParams.get("room");
  const room = choices.rooms.find(({ value }) => value === asked)?.value ?? "";
  return { choices, formId: newId(), input: { room } as UpdateInput, errors: [] as FormError[], preview: null as Preview | null };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors: readErrors } = await readForm(request, { ...updateFields, do: chosen, formId: chosen });
  const { do: what, formId: typedId, ...input } = read;
  const [formId, choices] = [isId(typedId) ? typedId : newId(), await getUpdateChoices()];
  const show = (status: number, errors: FormError[], preview: Preview | null = null, id = formId) =>
    data({ choices, formId: id, input: input as UpdateInput, errors, preview }, { status });
  if (readErrors.length > 0) return show(400, readErrors);
  const parsed = parseUpdateForm(input, listMonthChoices());
  if ("errors" in parsed) return show(400, parsed.errors);
  if (what === "preview") return show(200, [], previewOf(input, parsed.update.text, choices));
  if (what !== "save") return show(400, [{ field: "main", message: "That button is not known here. Nothing was saved" }]);
  const written = await writeUpdate(staff, formId, parsed.update);
  if ("changed" in written) return redirect("/desk/rooms/updates?done=written", 303);
  return show(409, [updateRefusals[written.refused]], null, written.refused === "written-before" ? newId() : formId);
}

export default function NewUpdate() {
  const loaded = useLoaderData<typeof loader>();
  const { choices, formId, input, errors, preview } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/rooms/updates" skip="Skip to the form">
      <h1>Write a room update</h1>
      <ErrorSummary errors={errors} />
      {preview && <SponsorPreview title="Preview: not saved yet" {...preview} />}
      <UpdateForm
        action="/desk/rooms/updates/new"
        kept={{ name: "formId", value: formId }}
        input={input}
        choices={choices}
        errors={errors}
      />
    </DeskPage>
  );
}
