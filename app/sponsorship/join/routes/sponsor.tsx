import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { isAttempt, newAttempt } from "~/giving/checkout/form-id.server";
import { readSource } from "~/giving/checkout/donation-form";
import { typedFields, type Mistake } from "~/giving/checkout/form-fields";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { browserOf, knownBrowser } from "~/platform/http/forms/browser-cookie.server";
import { keptFor } from "~/platform/http/page-cache/cache-headers.server";
import { postedForm } from "~/platform/http/forms/form-data.server";
import { pence, poundsShort, readAmount } from "~/platform/money";
import { TaskPage } from "~/platform/ui/page-layout";
import { supporterOf } from "~/supporters/sign-in/session.server";
import { largestWeekly, smallestWeekly } from "~/sponsorship/plan";
import { planFields, readPlanForm, type TypedPlan } from "../plan-form";
import { endedPlan, refillPlanForm, type RefilledPlan } from "../restore-plan-form.server";
import { sponsorsFor } from "~/sponsorship/rooms/room";
import { roomsThisWeekIfKnown, type RoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { agreementAt, choosing, figuresOf, formPageAt, offeredRooms, shownAgreement, termsAt } from "../join-view.server";
import { planThanksPath, startPlan } from "../start-plan.server";
import { PlanCheckScreen, type ShownAgreement } from "../ui/plan-check-screen";
import { AboveTheForm, PlanFormScreen } from "../ui/plan-form-screen";
import type { PlanNotice } from "../ui/plan-form-alert";
import { SponsorStory } from "../ui/sponsor-story";

const fromWeekly = poundsShort(smallestWeekly);

export const meta: MetaFunction = () => [
  { title: "Sponsor a room" },
  {
    name: "description",
    content: `Help to keep one safe room lit, from ${fromWeekly} a week. Change, pause or stop it yourself. See how far each room is lit this week.`,
  },
];

/** The empty form is the same for everybody and may be kept. What holds anything of a person is nobody else's. */
export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders }) =>
  actionHeaders.has("Cache-Control") ? { "Cache-Control": "no-store" } : loaderHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const again = searchParams.get("again");
  const refilled = again ? await refillPlanForm(again, await askerOf(request), now()) : null;
  if (refilled?.state === "agreed") throw redirect(planThanksPath(refilled));
  const week = await roomsThisWeekIfKnown(now());
  const { roomWeekPence, spending } = config.charity;
  const typed = choosing(refilled ? formAgain(refilled) : startingWith(searchParams, week));
  const notice: PlanNotice | null = refilled && noticeOf[refilled.state];
  const caching = searchParams.size > 0 ? "private, no-cache" : "no-store";
  return data(
    {
      page: formPageAt(now()),
      rooms: offeredRooms(week),
      week,
      sponsors: sponsorsFor(pence(roomWeekPence)),
      roomWeekPence,
      spending: spending.map(({ what }) => what),
      form: { typed, figures: figuresOf(typed, now()), notice },
    },
    { headers: searchParams.size === 0 && week ? keptFor(60) : { "Cache-Control": caching } },
  );
}

const askerOf = async (request: Request) => ({ browser: await browserOf(request), supporter: (await supporterOf(request))?.id ?? null });

const noticeOf = { open: "came-back", closed: "closed", ended: "ended", agreed: null } as const;

/** The same attempt again where the same page may still be used; where a plan has ended, the new one takes its place. */
function formAgain({ state, whole, attempt, token, typed }: RefilledPlan): TypedPlan {
  const reusable = state === "open" && whole && isAttempt(attempt, now());
  return { ...typed, attempt: reusable ? attempt : "", ...(state === "ended" && { again: token }) };
}

/** A link may carry a weekly amount in pounds and a room's name, and says where the sponsor came from. */
function startingWith(query: URLSearchParams, week: RoomsThisWeek | null): TypedPlan {
  const amount = readAmount(query.get("amount") ?? "", { min: smallestWeekly, max: largestWeekly });
  const room = week?.rooms.find(({ name }) => name.toLowerCase() === query.get("room")?.toLowerCase());
  return {
    source: new URLSearchParams(readSource(query.toString())).toString(),
    ...(amount.ok && { weekly: String(amount.pence), other: (amount.pence / 100).toFixed(2) }),
    ...(room && { room: room.id }),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const at = now();
  const { browser, headers: cookie } = await knownBrowser(request);
  const { typed, mistakes: doubled } = typedFields(await postedForm(request), planFields);
  const answer = (
    status: number,
    found: { typed?: TypedPlan; mistakes?: Mistake[]; notice?: PlanNotice; minutes?: number; shown?: ShownAgreement },
  ) => {
    const shown = found.typed ?? typed;
    return data(
      {
        form: { typed: shown, figures: figuresOf(shown, at), notice: found.notice ?? null },
        mistakes: found.mistakes ?? [],
        minutes: found.minutes ?? 0,
        check: found.shown ?? null,
      },
      { status, headers: { ...cookie, "Cache-Control": "no-store" } },
    );
  };

  if (doubled.length > 0) return answer(400, { mistakes: doubled });
  if (typed.step === "change") return answer(200, {});
  const week = await roomsThisWeekIfKnown(at);
  const read = readPlanForm(typed, termsAt(at, week), (text) => postcode.parse(text).postcode ?? null);
  if ("mistakes" in read) return answer(400, { mistakes: read.mistakes });

  const agreement = agreementAt(read.form, at);
  const current = isAttempt(typed.attempt, at);
  const check = (status: number, found: { notice?: PlanNotice; minutes?: number } = {}, fresh = !current) =>
    answer(status, {
      ...found,
      typed: { ...typed, attempt: fresh ? newAttempt(at) : (typed.attempt ?? "") },
      shown: shownAgreement(read.form, agreement, week),
    });
  if (typed.step !== "pay") return check(200);
  if (!current || typed.website) return check(409, { notice: "too-old" }, true);
  if (typed.agreed !== agreement.seal) return check(409, { notice: "changed" });

  const restartOf = await endedPlan(typed.again);
  const started = await startPlan(read.form, { attempt: typed.attempt ?? "", browser, address: context.address, restartOf });
  if ("goTo" in started) return redirect(started.goTo, { status: 303, headers: cookie });
  switch (started.refused) {
    case "too-many":
      return check(429, { notice: "too-many", minutes: started.minutes });
    case "stripe-unreachable":
      return check(503, { notice: "stripe-unreachable" });
    case "form-too-old":
      return check(409, { notice: "too-old" }, true);
  }
}

export default function Sponsor() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { typed, figures, notice } = answered?.form ?? loaded.form;
  const [mistakes, minutes] = [answered?.mistakes ?? [], answered?.minutes ?? 0];
  if (answered?.check) {
    return (
      <TaskPage here="/sponsor">
        <PlanCheckScreen shown={answered.check} typed={typed} notice={notice} minutes={minutes} />
      </TaskPage>
    );
  }
  return (
    <TaskPage here="/sponsor" skip="Skip to the form">
      <AboveTheForm mistakes={mistakes} notice={notice} minutes={minutes} />
      <h1>Sponsor a room</h1>
      <p className="lead">
        A small sum each week helps to keep one window lit. You can pause, change or stop it yourself, with no phone call.
      </p>
      <nav className="switch" aria-label="How often">
        <a href="/donate">Once</a>
        <a href="/sponsor" aria-current="page">
          Every week
        </a>
      </nav>
      <PlanFormScreen page={loaded.page} figures={figures} rooms={loaded.rooms} typed={typed} mistakes={mistakes} />
      <SponsorStory week={loaded.week} sponsors={loaded.sponsors} spending={loaded.spending} />
    </TaskPage>
  );
}
