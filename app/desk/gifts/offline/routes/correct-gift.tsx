import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "~/platform/ids.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { typed } from "~/platform/http/forms/form-fields";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { correctionForms, loadCorrectionPage, type CorrectionInput } from "../correction-forms.server";
import { maxReasonLength, noQuestion, offlineGiftFields } from "../offline-forms.server";
import { CorrectionForms } from "../ui/correction-forms";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Correct donation ${loaded.gift.reference}` : "Correct a donation" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const fields = {
  ...offlineGiftFields,
  refundAmount: typed("amount", 20),
  refundReason: typed("reason", maxReasonLength),
  voidReason: typed("reason", maxReasonLength),
} as const;

async function loadPage(id: string | undefined) {
  const page = await loadCorrectionPage(id ?? "");
  if (!page) throw new Response(null, { status: 404 });
  return { ...page, formId: newId(), question: noQuestion, errors: [] as FormError[] };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await loadPage(params["id"]);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors } = await readForm(request, fields);
  const page = await loadPage(params["id"]);
  const sent = read.do ?? "";
  const input: CorrectionInput = sent === "correct" ? { refundAmount: page.input.refundAmount, ...read } : { ...page.input, ...read };
  const formId = read.formId ?? page.formId;
  const shown = { ...page, formId, input };
  const form = lookUp(correctionForms, sent);
  if (!form)
    return data(
      { ...shown, errors: [{ field: "reason", message: "That button is not known here. Nothing was changed" }] },
      { status: 400 },
    );
  if (errors.length > 0) return data({ ...shown, errors }, { status: 400 });
  const change = { id: formId, donationId: page.gift.id, version: parseWholeNumber(read.version), changedBy: staff.name };
  const result = await form(staff, change, input, page.funds);
  if ("done" in result) return redirect(`/desk/gifts/${page.gift.id}?done=${result.done}`, 303);
  // What somebody else saved meanwhile is shown beside what was typed; sent again, it takes its place.
  return data({ ...shown, question: result.question ?? noQuestion, errors: result.errors }, { status: result.status });
}

export default function CorrectGift() {
  const loaded = useLoaderData<typeof loader>();
  const view = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/gifts">
      <h1>Correct donation {view.gift.reference}</h1>
      <ErrorSummary errors={view.errors} />
      <p>
        <a href={`/desk/gifts/${view.gift.id}`}>Back to the donation</a>
      </p>
      <CorrectionForms {...view} />
    </DeskPage>
  );
}
