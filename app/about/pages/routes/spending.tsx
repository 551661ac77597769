import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { pence } from "~/platform/money";
import { usualWeekPence } from "~/sponsorship/rooms/room";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { SpendingBreakdown } from "../../ui/spending-breakdown";
import type { CharityPage } from "../charity-page";
import { getCharityPage } from "../charity-pages.server";
import type { MoneyIn } from "../money-in";
import { findMoneyIn } from "../money-in.server";
import { charityPageMeta } from "../page-meta";
import { CharityPageView } from "../ui/charity-page-view";
import { MoneyInTables } from "../ui/money-in-tables";

type Page = {
  page: CharityPage;
  name: string;
  baseUrl: string;
  roomWeekPence: number;
  spending: { what: string; percent: number }[];
  /** null: the figures can't be read just now. */
  years: MoneyIn[] | null;
};

export const meta: MetaFunction<() => Page> = ({ data: loaded }) =>
  loaded ? charityPageMeta(loaded.page, loaded.name, loaded.baseUrl) : [{ title: "This page is not here" }];

/** A page without figures is not kept: the kept one, with figures, stays until the database answers again. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const { charity, baseUrl } = config;
  const [years, week] = await Promise.all([findMoneyIn(now(), charity.financialYearEnd), findRoomsThisWeek(now())]);
  const page: Page = {
    page: getCharityPage("spending"),
    name: charity.name,
    baseUrl,
    roomWeekPence: usualWeekPence(week?.rooms ?? [], pence(charity.roomWeekPence)),
    spending: charity.spending,
    years,
  };
  return data(page, { headers: years && week ? cacheFor(3600) : { "Cache-Control": "no-store" } });
}

export default function Spending() {
  const { page, roomWeekPence, spending, years } = useLoaderData<Page>();
  return (
    <CharityPageView page={page}>
      <section className="stack mt-14" aria-labelledby="money">
        <h2 id="money">Where £100 goes</h2>
        <SpendingBreakdown roomWeekPence={roomWeekPence} spending={spending} />
      </section>
      <MoneyInTables years={years} />
    </CharityPageView>
  );
}
