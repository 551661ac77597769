import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { readOrNull } from "~/platform/database/read-or-null.server";
import { listNews } from "~/newsletter/news/news.server";
import { config } from "~/platform/config/config.server";
import { TrialNotice, SiteFooter, SiteHeader } from "~/platform/ui/page-layout";
import { pence } from "~/platform/money";
import { sponsorsPerRoom, usualWeekPence } from "~/sponsorship/rooms/room";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import type { RoomsWeek } from "~/sponsorship/rooms/ui/week-facts";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { Band } from "../ui/band";
import { Hero } from "../ui/hero";
import { GetInvolved } from "../ui/get-involved";
import { HowItWorks } from "../ui/how-it-works";
import { LatestNews, type LatestNewsItem } from "../ui/latest-news";
import { EntryPoints } from "../ui/entry-points";
import { SpendingBreakdown } from "../ui/spending-breakdown";
import { SkipLink } from "~/platform/ui/skip-link";

type HomeData = {
  name: string;
  canonicalUrl: string;
  /** null: the figures can't be read just now. */
  week: RoomsWeek | null;
  roomWeekPence: number;
  spending: { what: string; percent: number }[];
  minPence: number;
  firstAmount: { pence: number; does: string } | null;
  news: LatestNewsItem[];
};

export const meta: MetaFunction<() => HomeData> = ({ data: loaded }) => [
  { title: `${loaded?.name ?? ""}: safe rooms, lit by many people` },
  {
    name: "description",
    content:
      "Safe rooms for people who have survived human trafficking, kept going by many small donations. Find help, donate, or sponsor a room.",
  },
  { tagName: "link", rel: "canonical", href: loaded?.canonicalUrl },
];

/** A page without figures is not kept: the kept one, with figures, stays until the database answers again. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const { name, spending, giving, roomWeekPence } = config.charity;
  const [week, news] = await Promise.all([findRoomsThisWeek(now()), readOrNull("latest-news", listNews(2))]);
  const page: HomeData = {
    name,
    canonicalUrl: `${config.baseUrl}/`,
    week,
    roomWeekPence: usualWeekPence(week?.rooms ?? [], pence(roomWeekPence)),
    spending,
    minPence: giving.minPence,
    firstAmount: giving.amounts[0] ?? null,
    news: news ?? [],
  };
  return data(page, { headers: week ? cacheFor(60) : { "Cache-Control": "no-store" } });
}

export default function Home() {
  const { week, roomWeekPence, spending, minPence, firstAmount, news } = useLoaderData<HomeData>();
  const sponsors = sponsorsPerRoom(pence(roomWeekPence));
  return (
    <>
      <SkipLink to="#main">Skip to main content</SkipLink>
      <TrialNotice />
      <div className="dusk overflow-visible bg-night bg-none">
        <SiteHeader />
      </div>
      <main id="main" tabIndex={-1}>
        <Hero week={week} sponsors={sponsors} />
        <EntryPoints minPence={minPence} firstAmount={firstAmount} />
        <HowItWorks roomWeekPence={roomWeekPence} sponsors={sponsors} />
        <Band id="money" title="Where £100 goes">
          <SpendingBreakdown roomWeekPence={roomWeekPence} spending={spending} />
        </Band>
        <GetInvolved />
        <LatestNews items={news} />
      </main>
      <SiteFooter />
    </>
  );
}
