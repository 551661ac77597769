import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { formatDecimalPounds } from "~/platform/csv";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { doClaimButton, freshButtons } from "../claim-actions.server";
import { getClaimPage } from "../claim-page.server";
import { ClaimFiles } from "../ui/claim-files";
import { ClaimNextStep } from "../ui/claim-next-step";
import { AdjustmentsTable, ClaimRowsTable } from "../ui/claim-rows-table";
import { EventList, FactList, Notice } from "~/desk/ui/page-parts";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Claim ${loaded.claim.number}` : "Claim" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined, from = 1) {
  const claim = await getClaimPage(id ?? "", from);
  if (!claim) throw new Response(null, { status: 404 });
  const input = { amount: formatDecimalPounds(claim.askedPence), paidOn: "", bankReference: "", formReference: "" };
  return { claim, input, errors: [] as FormError[], notice: null as string | null };
}

const notices: Record<string, string> = {
  sent: "It was sent. Its status is below.",
  "left-out": "Those rows are excluded. What is left of their donations comes with the next claim.",
  discarded: "It is given up. Its donations can be claimed again.",
  asked: "HMRC was asked. Its status is below.",
  found: "HMRC’s list has the claim.",
  "not-found": "HMRC’s list does not have the claim.",
  decided: "Decided. Its status is below.",
  "handed-in": "Noted: HMRC has it by its own form.",
  "no-schedule": "No schedule was made: rows changed since, or the claim was given up.",
  paid: "The payment is recorded.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const page = await loadPage(params["id"], parseWholeNumber(searchParams.get("from")) || 1);
  return { ...page, notice: lookUp(notices, searchParams.get("done")) };
}

const fields = {
  do: chosen,
  amount: typed("sum", 20),
  paidOn: typed("day", 10),
  bankReference: typed("bank line", 100),
  formReference: typed("reference", 100),
} as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const id = params["id"] ?? "";
  const { input: form, errors: readErrors } = await readForm(request.clone() as Request, fields);
  const button = form.do ?? "";
  const roles = ["treasurer", "administrator"] as const;
  const staff = freshButtons.includes(button) ? await requireFresh(request, ...roles) : await requireStaff(request, ...roles);
  const page = await loadPage(id);
  const input = {
    amount: form.amount ?? page.input.amount,
    paidOn: form.paidOn ?? "",
    bankReference: form.bankReference ?? "",
    formReference: form.formReference ?? "",
  };
  if (readErrors.length > 0) return data({ ...page, input, errors: readErrors }, { status: 400 });
  const result = await doClaimButton(id, button, input, staff);
  if ("done" in result) return redirect(`/desk/gift-aid/claims/${id}?done=${result.done}`, 303);
  return data({ ...(await loadPage(id)), input, errors: result.errors }, { status: result.status });
}

export default function Claim() {
  const loaded = useLoaderData<typeof loader>();
  const { claim, input, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayAct = useMay("desk/gift-aid/claims/:id", "post");
  return (
    <DeskPage here="/desk/gift-aid/claims">
      <h1>
        Claim {claim.number} <Tag>{claim.statusLabel}</Tag>
      </h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p className="lead" id="state">
        {claim.stateText}
      </p>
      {claim.words && <p>{claim.words}</p>}
      {claim.difference && <p>{claim.difference}</p>}
      <FactList facts={claim.facts} />
      {mayAct && <ClaimNextStep claim={claim} input={input} errors={errors} />}
      {claim.refusedRows.length > 0 && (
        <>
          <h2>Rows that HMRC refused</h2>
          <ClaimRowsTable label="Rows that HMRC refused" rows={claim.refusedRows} />
        </>
      )}
      {claim.adjustments.length > 0 && <AdjustmentsTable adjustments={claim.adjustments} />}
      <h2>Rows, as they go to HMRC</h2>
      <ClaimRowsTable label="Rows" rows={claim.rows} />
      {claim.nextFrom !== null && (
        <p>
          <a href={`/desk/gift-aid/claims/${claim.id}?from=${claim.nextFrom}`} rel="next">
            More rows
          </a>
        </p>
      )}
      {mayAct && <ClaimFiles id={claim.id} status={claim.status} />}
      <h2>What happened</h2>
      <EventList events={claim.events} />
    </DeskPage>
  );
}
