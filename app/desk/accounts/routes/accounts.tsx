import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { SelectField } from "~/desk/ui/select-field";
import { requireStaff } from "~/staff/session.server";
import { Button } from "~/platform/ui/button";
import { getAccountsPage } from "../accounts-page.server";
import { AccountsTable } from "../ui/accounts-table";
import { filterBar } from "~/desk/ui/looks";
import { Views } from "~/desk/ui/page-parts";

export const meta: MetaFunction = () => [{ title: "Accounts" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await getAccountsPage(new URL(request.url).searchParams);
}

const files = [
  { value: "xero", label: "Journal for Xero (CSV)" },
  { value: "quickbooks", label: "Journal for QuickBooks (CSV)" },
  { value: "months-csv", label: "Months by fund and kind (CSV)" },
  { value: "months-ods", label: "Months by fund and kind (ODS)" },
  { value: "entries-csv", label: "Every entry (CSV)" },
  { value: "entries-ods", label: "Every entry (ODS)" },
];

export default function Accounts() {
  const { endsIn, years, title, fundId, funds, heads, months, year, byFund, unmatched } = useLoaderData<typeof loader>();
  const mayExport = useMay("desk/accounts/export", "post");
  return (
    <DeskPage>
      <h1>Accounts</h1>
      <p className="lead">Our financial year {title}, by London’s days.</p>
      <Views>
        {years
          .filter(({ isComing }) => !isComing)
          .map((each) => (
            <li key={each.year}>
              <a href={`/desk/accounts?year=${each.year}${fundId ? `&fund=${fundId}` : ""}`}>
                {each.year < endsIn ? "The year before" : "The next year"}
              </a>
            </li>
          ))}
      </Views>
      <form method="get" action="/desk/accounts" className={filterBar}>
        <input type="hidden" name="year" value={endsIn} />
        <SelectField name="fund" label="Fund" value={fundId ?? ""} options={funds} anyLabel="All funds" />
        <Button>Show</Button>
      </form>
      <h2>By month</h2>
      <AccountsTable label="By month" first="Month" heads={heads} rows={months} last={year} />
      {unmatched > 0 && (
        <p>
          {unmatched === 1 ? "1 donation stands" : `${unmatched} donations stand`} here by our own record: Stripe’s line for{" "}
          {unmatched === 1 ? "it" : "them"} is not known yet. <a href="/desk/reconciliations?kind=payouts">Ask Stripe now</a>.
        </p>
      )}
      {byFund.length > 0 && (
        <>
          <h2>By fund</h2>
          <AccountsTable label="By fund" first="Fund" heads={heads} rows={byFund} last={null} />
        </>
      )}
      <p>
        A donation counts on the day on which it was paid, Gift Aid on the day on which HMRC’s money came, a payout on the bank’s day.
        Payouts only move money, so they are not in the sum.
      </p>
      {mayExport && (
        <>
          <h2>Files</h2>
          <form method="post" action="/desk/accounts/export" className={filterBar}>
            <input type="hidden" name="year" value={endsIn} />
            <SelectField name="file" label="File" value="xero" options={files} />
            <SelectField
              name="month"
              label="Time"
              value=""
              options={months.map(({ key, title: name }) => ({ value: key, label: name }))}
              anyLabel="The whole year"
            />
            <Button>Download</Button>
          </form>
          <p>
            Journals have one entry a month; Xero takes 300 lines at a time. <a href="/desk/accounts/codes">Which accounts they use</a>
          </p>
        </>
      )}
    </DeskPage>
  );
}
