import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { PretendNotice, Foot, Top } from "~/platform/ui/page-layout";
import { pence } from "~/platform/money";
import { sponsorsFor } from "~/sponsorship/rooms/room";
import { roomsThisWeekIfKnown } from "~/sponsorship/rooms/rooms.server";
import type { Week } from "~/sponsorship/rooms/ui/week-facts";
import { keptFor } from "~/platform/http/page-cache/cache-headers.server";
import { Hero } from "../ui/hero";
import { HowItWorks } from "../ui/how-it-works";
import { WaysIn } from "../ui/entry-points";
import { WhereItGoes } from "../ui/spending-breakdown";

type Page = {
  name: string;
  address: string;
  /** null: the figures can't be read just now. */
  week: Week | null;
  roomWeekPence: number;
  spending: { what: string; percent: number }[];
  minPence: number;
  firstAmount: { pence: number; does: string } | null;
};

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => [
  { title: `${loaded?.name ?? ""}: safe rooms, lit by many people` },
  {
    name: "description",
    content:
      "Safe rooms for people who have survived human trafficking, kept going by many small gifts. Find help, give once, or sponsor a room.",
  },
  { tagName: "link", rel: "canonical", href: loaded?.address },
];

/** A page without figures is not kept: the kept one, with figures, stays until the database answers again. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const { name, roomWeekPence, spending, giving } = config.charity;
  const week = await roomsThisWeekIfKnown(now());
  const page: Page = {
    name,
    address: `${config.baseUrl}/`,
    week,
    roomWeekPence,
    spending,
    minPence: giving.minPence,
    firstAmount: giving.amounts[0] ?? null,
  };
  return data(page, { headers: week ? keptFor(60) : { "Cache-Control": "no-store" } });
}

export default function Home() {
  const { week, roomWeekPence, spending, minPence, firstAmount } = useLoaderData<Page>();
  const sponsors = sponsorsFor(pence(roomWeekPence));
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <PretendNotice />
      <div className="dusk bg-night bg-none">
        <Top />
      </div>
      <main id="main" tabIndex={-1}>
        <Hero week={week} sponsors={sponsors} />
        <WaysIn minPence={minPence} firstAmount={firstAmount} />
        <HowItWorks roomWeekPence={roomWeekPence} sponsors={sponsors} />
        <WhereItGoes roomWeekPence={roomWeekPence} spending={spending} />
      </main>
      <Foot />
    </>
  );
}
