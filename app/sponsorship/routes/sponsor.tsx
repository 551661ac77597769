import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config.server";
import { keptFor } from "~/platform/http/kept-page.server";
import { pence, poundsShort } from "~/platform/money";
import { TaskPage } from "~/platform/ui/page";
import { useSite } from "~/platform/ui/site";
import { smallestWeekly } from "../plan";
import { sponsorsFor } from "../room";
import { roomsThisWeekIfKnown } from "../rooms.server";
import { HouseOfWindows } from "../ui/house-of-windows";
import { RoomsTable } from "../ui/rooms-table";
import { NoFigures, WeekFacts, type Week } from "../ui/week-facts";
import { capital, inLetters } from "../words";

const fromWeekly = poundsShort(smallestWeekly);
const weeksInYear = 52;

export const meta: MetaFunction = () => [
  { title: "Sponsor a room" },
  { name: "description", content: `What sponsoring a safe room means, from ${fromWeekly} a week, and how far each room is lit this week.` },
];

type Page = { week: Week | null; roomWeekPence: number; spending: string[] };

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const { roomWeekPence, spending } = config.charity;
  const week = await roomsThisWeekIfKnown(now());
  const page: Page = { week, roomWeekPence, spending: spending.map(({ what }) => what) };
  return data(page, { headers: week ? keptFor(60) : { "Cache-Control": "no-store" } });
}

export default function Sponsor() {
  const { week, roomWeekPence, spending } = useLoaderData<Page>();
  const sponsors = sponsorsFor(pence(roomWeekPence));
  return (
    <TaskPage here="/sponsor">
      <h1>Sponsor a room</h1>
      <p className="lead">
        A sponsor gives a small sum each week, from {fromWeekly}. {capital(inLetters(sponsors))} sponsors together keep one room lit:{" "}
        {poundsShort(pence(roomWeekPence))} a week.
      </p>
      <NotOpenYet />
      <WhatItDoes sponsors={sponsors} spending={spending} />
      <h2>The rooms this week</h2>
      {week ? <ThisWeek week={week} /> : <NoFigures />}
    </TaskPage>
  );
}

function NotOpenYet() {
  const { charity } = useSite();
  return (
    <>
      <div className="note">
        <p>
          <strong>You can’t join online on this site yet.</strong> There is no form here, and nothing is taken each week.
        </p>
        <p>
          Until it opens, a single gift lights the same rooms. Or write to us at{" "}
          <a href={`mailto:${charity.email}?subject=Sponsoring%20a%20room`}>{charity.email}</a>, and we will tell you when sponsoring opens.
        </p>
      </div>
      <p className="buttons">
        <a className="button give" href="/donate">
          Give once
        </a>
      </p>
    </>
  );
}

function WhatItDoes({ sponsors, spending }: { sponsors: number; spending: string[] }) {
  return (
    <>
      <h2>What {fromWeekly} a week does</h2>
      <ul>
        <li>
          It is one part in {inLetters(sponsors)} of a room: a bed, warmth, and a door that locks from the inside, for someone who has
          survived human trafficking.
        </li>
        <li>It pays a share of everything that a room takes: {listOf(spending)}.</li>
        <li>In a year it comes to {poundsShort(pence(smallestWeekly * weeksInYear))}.</li>
        <li>If a room’s week is already paid for, what is over lights the next room that is still waiting.</li>
      </ul>
      <p>
        Rooms are named after trees. You see the light, never the person: no faces, no names, no places.{" "}
        <a href="/#money">Where each £100 goes</a>
      </p>
    </>
  );
}

/** Rent, heating and light; locks, repairs and safety; … */
const listOf = (parts: string[]) => parts.map((part) => part.charAt(0).toLowerCase() + part.slice(1)).join("; ");

function ThisWeek({ week }: { week: Week }) {
  const { charity } = useSite();
  return (
    <>
      <div className="dusk rounded-md">
        <HouseOfWindows rooms={week.rooms} />
      </div>
      <WeekFacts week={week} demonstration={charity.demonstration} />
      {week.rooms.length > 0 && (
        <>
          <p>The gifts that arrived since Monday light the rooms, one after the other.</p>
          <RoomsTable rooms={week.rooms} caption="How much of this week is paid for, by room" />
        </>
      )}
    </>
  );
}
