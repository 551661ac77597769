import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readForm } from "~/platform/http/forms/form-data.server";
import { newId } from "~/platform/ids.server";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { keepSearch } from "../../lists/searches.server";
import { getMergePage } from "../merge/merge-page.server";
import { mergeAtDesk, mergeFields, undoMergeAtDesk, type MergeInput } from "../merge/merge-people.server";
import { MergeForm } from "../ui/merge-form";
import { OtherRecords } from "../ui/other-records";

export const meta: MetaFunction = () => [{ title: "Two records of one person" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined, params: URLSearchParams) {
  const page = await getMergePage(id ?? "", params);
  if (!page) throw new Response(null, { status: 404 });
  return { page, formId: newId(), input: {} as MergeInput, errors: [] as FormError[] };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request, "treasurer", "administrator");
  return await loadPage(params["id"], new URL(request.url).searchParams);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { input, errors } = await readForm(request.clone() as Request, mergeFields);
  const id = params["id"] ?? "";
  const [what = "", mergeId = ""] = (input.do ?? "").split(":");
  const here = `/desk/people/${id}/merge`;
  if (what === "search" && errors.length === 0) {
    const staff = await requireStaff(request, "treasurer", "administrator");
    const text = (input.search ?? "").trim();
    return redirect(text === "" ? here : `${here}?s=${await keepSearch(staff.id, text)}`, 303);
  }
  const staff = await requireFresh(request, "treasurer", "administrator");
  const shown = new URLSearchParams(input.with ? { with: input.with } : {});
  const fail = async (wrong: FormError[], status: number) => data({ ...(await loadPage(id, shown)), input, errors: wrong }, { status });
  if (errors.length > 0) return await fail(errors, 400);
  if (what === "undo") {
    const undone = await undoMergeAtDesk(staff, mergeId);
    if ("refused" in undone) return await fail([{ field: "main", message: undone.refused }], 409);
    return redirect(`/desk/people/${undone.otherId}?done=unmerged`, 303);
  }
  if (what !== "merge") return await fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  const formId = input.formId && /^[\w-]{10,64}$/.test(input.formId) ? input.formId : newId();
  const result = await mergeAtDesk(staff, id, { ...input, formId });
  if ("errors" in result) return await fail(result.errors, result.status);
  return redirect(`/desk/people/${id}?done=merged`, 303);
}

/** Finds the other record of a person, shows both beside each other, and makes them one. */
export default function Merge() {
  const loaded = useLoaderData<typeof loader>();
  const { page, formId, input, errors } = useActionData<typeof action>() ?? loaded;
  const { kept, other, consequences } = page;
  return (
    <DeskPage here="/desk/people">
      <h1>{other ? `Make two records of ${kept.name} one` : `Another record of ${kept.name}`}</h1>
      <p>
        <a href={`/desk/people/${kept.id}`}>Back to {kept.name}</a>
      </p>
      <ErrorSummary errors={errors} />
      {other ? (
        <MergeForm kept={kept} other={other} consequences={consequences} formId={formId} input={input} errors={errors} />
      ) : (
        <OtherRecords page={page} errors={errors} />
      )}
    </DeskPage>
  );
}
