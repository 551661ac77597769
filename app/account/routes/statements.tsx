import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { buildStatement } from "~/giving/statements/statement";
import { formatTaxYear, listTaxYears } from "~/giving/gift-aid/tax-year";
import { formatPounds, pence } from "~/platform/money";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { SupporterPage } from "../ui/supporter-page";
import { ButtonLink } from "~/platform/ui/button";
import { boxed } from "~/platform/ui/looks";

export const meta: MetaFunction = () => [{ title: "Statements" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const gifts = await listStatementGifts(supporter.id);
  const years = listTaxYears(gifts.map(({ paidOn }) => paidOn)).map((year) => {
    const { lines, net, netWithGiftAid } = buildStatement(gifts, year);
    return { year, period: formatTaxYear(year), gifts: lines.length, net, netWithGiftAid };
  });
  return { years };
}

export default function Statements() {
  const { years } = useLoaderData<typeof loader>();
  return (
    <SupporterPage currentPath="/supporter/statements">
      <h1>Statements</h1>
      <p className="lead">What you gave in each tax year, for your tax return or your own books.</p>
      {years.length === 0 && <p>Nothing yet. After your first donation is paid, its tax year shows here.</p>}
      {years.map(({ year, period, gifts, net, netWithGiftAid }) => (
        <section key={year} className={boxed} aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>{period}</h2>
          <p>
            {gifts === 1 ? "One donation" : `${gifts} donations`}: <strong className="num">{formatPounds(pence(net))}</strong>. Gift Aid
            counts on <span className="num">{formatPounds(pence(netWithGiftAid))}</span>.
          </p>
          <p className="buttons">
            <ButtonLink size="small" href={`/supporter/statements/${year}.pdf`}>
              <span>
                Statement<span className="sr-only"> {period}</span> as PDF
              </span>
            </ButtonLink>
            <ButtonLink size="small" href={`/supporter/statements/${year}.csv`}>
              <span>
                Spreadsheet<span className="sr-only"> {period}</span> (CSV)
              </span>
            </ButtonLink>
          </p>
        </section>
      ))}
      <p className="hint">
        A tax year runs from 6 April to 5 April. Donations are listed by the day on which they were paid. Refunds are deducted.
      </p>
    </SupporterPage>
  );
}
