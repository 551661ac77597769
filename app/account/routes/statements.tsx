import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countedGiftsOf } from "~/giving/statements/supporter-gifts.server";
import { statementOf } from "~/giving/statements/statement";
import { taxYearInWords, taxYearsOf } from "~/giving/gift-aid/tax-year";
import { pence, pounds } from "~/platform/money";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { SupporterPage } from "~/supporters/ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Statements" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const gifts = await countedGiftsOf(supporter.id);
  const years = taxYearsOf(gifts.map(({ paidOn }) => paidOn)).map((year) => {
    const { lines, kept, keptWithGiftAid } = statementOf(gifts, year);
    return { year, period: taxYearInWords(year), gifts: lines.length, kept, keptWithGiftAid };
  });
  return { years };
}

export default function Statements() {
  const { years } = useLoaderData<typeof loader>();
  return (
    <SupporterPage here="/supporter/statements">
      <h1>Statements</h1>
      <p className="lead">What you gave in each tax year, for your tax return or your own books.</p>
      {years.length === 0 && <p>Nothing yet. After your first gift is paid, its tax year stands here.</p>}
      {years.map(({ year, period, gifts, kept, keptWithGiftAid }) => (
        <section key={year} className="boxed" aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>{period}</h2>
          <p>
            {gifts === 1 ? "One gift" : `${gifts} gifts`}: <strong className="num">{pounds(pence(kept))}</strong>, of it{" "}
            <span className="num">{pounds(pence(keptWithGiftAid))}</span> with Gift Aid.
          </p>
          <p className="buttons">
            <a className="button small" href={`/supporter/statements/${year}.pdf`}>
              <span>
                Statement<span className="hidden-words"> {period}</span> as PDF
              </span>
            </a>
            <a className="button small" href={`/supporter/statements/${year}.csv`}>
              <span>
                Spreadsheet<span className="hidden-words"> {period}</span> (CSV)
              </span>
            </a>
          </p>
        </section>
      ))}
      <p className="hint">
        A tax year runs from 6 April to 5 April. Gifts stand under the day on which they were paid. What went back to you is taken off.
      </p>
    </SupporterPage>
  );
}
