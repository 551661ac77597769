import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { FactList, Notice } from "~/desk/ui/page-parts";
import { changeFund, closeFund, deleteFund, reopenFund } from "~/giving/funds/change-funds.server";
import { fundFields, isAlwaysOpen, parseFundForm } from "~/giving/funds/fund";
import { findFund } from "~/giving/funds/funds.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { formatDate } from "~/platform/london-dates";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { fundRefusals } from "../fund-refusals";
import { FundFields } from "../ui/fund-fields";
import { buttonRow } from "~/desk/ui/looks";

export const meta: MetaFunction = () => [{ title: "Fund" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  saved: "Saved.",
  closed: "The fund is closed. It keeps its donations and takes no more.",
  reopened: "The fund takes donations again.",
};

async function loadPage(id: string | undefined) {
  const fund = await findFund(id ?? "");
  if (!fund) throw new Response(null, { status: 404 });
  const { name, purpose, restricted, version, closedAt } = fund;
  return {
    id: fund.id,
    name,
    purpose,
    restricted,
    version,
    closed: closedAt && formatDate(closedAt),
    isAlwaysOpen: isAlwaysOpen(fund.id),
    input: { name, purpose },
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

const presses = {
  close: { run: closeFund, to: (id: string) => `/desk/funds/${id}?done=closed` },
  reopen: { run: reopenFund, to: (id: string) => `/desk/funds/${id}?done=reopened` },
  delete: { run: deleteFund, to: () => "/desk/funds?done=deleted" },
} as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: form, errors: readErrors } = await readForm(request, { ...fundFields, do: chosen, version: chosen });
  const page = await loadPage(params["id"]);
  const input = { name: form.name ?? page.name, purpose: form.purpose ?? page.purpose };
  const fail = (errors: FormError[], status: number) => data({ ...page, input, errors }, { status });
  if (readErrors.length > 0) return fail(readErrors, 400);
  if (form.do === "save") {
    const parsed = parseFundForm(input);
    if ("errors" in parsed) return fail(parsed.errors, 400);
    const saved = await changeFund(staff, page.id, parseWholeNumber(form.version), parsed.form);
    return "refused" in saved ? fail([fundRefusals[saved.refused]], 409) : redirect(`/desk/funds/${page.id}?done=saved`, 303);
  }
  const press = Object.hasOwn(presses, form.do ?? "") ? presses[form.do as keyof typeof presses] : null;
  if (!press) return fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  const result = await press.run(staff, page.id);
  return "refused" in result ? fail([fundRefusals[result.refused]], 409) : redirect(press.to(page.id), 303);
}

export default function Fund() {
  const loaded = useLoaderData<typeof loader>();
  const fund = useActionData<typeof action>() ?? loaded;
  const mayChange = useMay("desk/funds/:id", "post");
  return (
    <DeskPage here="/desk/funds">
      <h1>{fund.name}</h1>
      <ErrorSummary errors={fund.errors} />
      <Notice notice={fund.notice} />
      <FactList
        facts={[
          { label: "Kind", text: fund.restricted ? "Restricted: spent on its purpose alone" : "Unrestricted" },
          { label: "For", text: fund.purpose },
          { label: "Status", text: fund.closed ? `Closed ${fund.closed}` : "Open" },
          { label: "Donations", text: "See them", href: `/desk/gifts?fund=${fund.id}` },
        ]}
      />
      {mayChange && (
        <>
          <h2>Name and purpose</h2>
          <form method="post" action={`/desk/funds/${fund.id}`} className="form" noValidate>
            <input type="hidden" name="version" value={fund.version} />
            <FundFields input={fund.input} errors={fund.errors} />
            <Button name="do" value="save">
              Save
            </Button>
          </form>
          {!fund.isAlwaysOpen && <CloseForm id={fund.id} isClosed={fund.closed !== null} />}
        </>
      )}
    </DeskPage>
  );
}

const CloseForm = ({ id, isClosed }: { id: string; isClosed: boolean }) => (
  <>
    <h2>{isClosed ? "Reopen or delete" : "Close or delete"}</h2>
    <p className="hint">A closed fund keeps its donations and takes no more. Only a fund that never had any can be deleted.</p>
    <form method="post" action={`/desk/funds/${id}`} className={buttonRow}>
      <Button name="do" value={isClosed ? "reopen" : "close"}>
        {isClosed ? "Reopen this fund" : "Close this fund"}
      </Button>{" "}
      <Button look="danger" name="do" value="delete">
        Delete this fund
      </Button>
    </form>
  </>
);
