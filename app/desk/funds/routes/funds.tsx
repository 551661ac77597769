import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { addFund } from "~/giving/funds/change-funds.server";
import { fundFields, fundKindOf, fundKinds, parseFundForm, type FundKind } from "~/giving/funds/fund";
import { listFunds } from "~/giving/funds/funds.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { isId, newId } from "~/platform/ids.server";
import { formatDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { lookUp } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { requireStaff } from "~/staff/session.server";
import { fundRefusals } from "../fund-refusals";
import { FundFields } from "../ui/fund-fields";
import { cell } from "~/desk/ui/looks";

export const meta: MetaFunction = () => [{ title: "Funds" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = { added: "The fund is added.", deleted: "The fund is deleted." };
const kindLabels: Record<FundKind, string> = { unrestricted: "Unrestricted", restricted: "Restricted" };

async function loadPage() {
  const funds = await listFunds();
  return {
    formId: newId(),
    funds: funds.map((fund) => ({
      id: fund.id,
      name: fund.name,
      purpose: fund.purpose,
      kind: kindLabels[fundKindOf(fund)],
      gifts: fund.gifts.toLocaleString("en-GB"),
      net: formatPounds(fund.net),
      closed: fund.closedAt && formatDate(fund.closedAt),
    })),
    sums: fundKinds.map((kind) => {
      const ofKind = funds.filter((fund) => fundKindOf(fund) === kind);
      return {
        kind,
        label: `All ${kind} funds`,
        gifts: ofKind.reduce((sum, { gifts }) => sum + gifts, 0).toLocaleString("en-GB"),
        net: formatPounds(pence(ofKind.reduce((sum, { net }) => sum + net, 0))),
      };
    }),
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage()), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input, errors: readErrors } = await readForm(request, { ...fundFields, kind: chosen, formId: chosen });
  const formId = isId(input.formId) ? input.formId : newId();
  const fail = async (errors: FormError[], status: number) => data({ ...(await loadPage()), formId, input, errors }, { status });
  const parsed = parseFundForm(input);
  const kind = fundKinds.find((each) => each === input.kind);
  const errors = readErrors.length > 0 ? readErrors : "errors" in parsed ? parsed.errors : [];
  if (!kind) errors.push({ field: "kind", message: "Choose whether its donations may be spent on anything else" });
  if ("errors" in parsed || errors.length > 0) return await fail(errors, 400);
  const added = await addFund(staff, formId, { ...parsed.form, restricted: kind === "restricted" });
  return "refused" in added ? await fail([fundRefusals[added.refused]], 409) : redirect("/desk/funds?done=added", 303);
}

export default function Funds() {
  const loaded = useLoaderData<typeof loader>();
  const { funds, sums, formId, input, errors, notice } = {
    notice: null,
    input: {},
    errors: [],
    ...(useActionData<typeof action>() ?? loaded),
  };
  return (
    <DeskPage>
      <h1>Funds</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p className="hint">
        Each donation belongs to one fund. Those of a restricted fund may be spent on its purpose alone. Sums are what we have: less
        refunds, without what banks took back.
      </p>
      <ScrollTable label="Funds">
        <thead>
          <tr>
            <th scope="col">Fund</th>
            <th scope="col" className="num">
              Net
            </th>
            <th scope="col" className="num">
              Donations
            </th>
            <th scope="col">Kind</th>
            <th scope="col">Status</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          {funds.map((fund) => (
            <tr key={fund.id}>
              <th scope="row">
                <a href={`/desk/funds/${fund.id}`}>{fund.name}</a>
              </th>
              <td className="num">{fund.net}</td>
              <td className="num">
                <a href={`/desk/gifts?fund=${fund.id}`}>{fund.gifts}</a>
              </td>
              <td>{fund.kind}</td>
              <td>{fund.closed ? `Closed ${fund.closed}` : "Open"}</td>
              <td className={cell.wide}>{fund.purpose}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums.map(({ kind, label, gifts, net }) => (
            <tr key={kind}>
              <th scope="row">{label}</th>
              <td className="num">{net}</td>
              <td className="num">
                <a href={`/desk/gifts?fundkind=${kind}`}>{gifts}</a>
              </td>
            </tr>
          ))}
        </tfoot>
      </ScrollTable>
      <AddFund formId={formId} input={input} errors={errors} />
    </DeskPage>
  );
}

type FundInput = { name?: string; purpose?: string; kind?: string };

function AddFund({ formId, input, errors }: { formId: string; input: FundInput; errors: FormError[] }) {
  if (!useMay("desk/funds", "post")) return null;
  return (
    <>
      <h2>Add a fund</h2>
      <form method="post" action="/desk/funds" className="form" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <FundFields input={{ name: input.name ?? "", purpose: input.purpose ?? "" }} errors={errors} />
        <CompactRadioGroup
          name="kind"
          legend="May its donations be spent on anything else?"
          options={[
            {
              value: "restricted",
              label: "No: it is restricted",
              hint: "Donors gave for this purpose, so the law has it spent on nothing else.",
            },
            { value: "unrestricted", label: "Yes: it is unrestricted", hint: "The trustees set it aside, and can decide otherwise." },
          ]}
          selected={input.kind}
          errors={errors}
        />
        <p className="hint">This can’t be changed later: it is what people give for.</p>
        <Button>Add the fund</Button>
      </form>
    </>
  );
}
