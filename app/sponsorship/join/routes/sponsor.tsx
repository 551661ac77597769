import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import postcode from "postcode";
import { answerRefusal } from "~/giving/checkout/checkout-refusals";
import { isValidFormId, newFormId } from "~/giving/checkout/form-id.server";
import { parseSource } from "~/giving/checkout/donation-form";
import type { FormError } from "~/platform/http/forms/form-fields";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { findBrowserId, getOrCreateBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { retryAfter } from "~/platform/http/forms/second-press.server";
import { formatPoundsShort, parseAmount, pence } from "~/platform/money";
import { PageLayout } from "~/platform/ui/page-layout";
import { findSignedInSupporter } from "~/supporters/sign-in/session.server";
import { maxWeekly, minWeekly } from "~/sponsorship/plan";
import { parsePlanForm, planFields, type PlanFormInput } from "../plan-form";
import { findEndedPlan, restorePlanForm, type RestoredForm } from "../restore-plan-form.server";
import { sponsorsPerRoom } from "~/sponsorship/rooms/room";
import { findRoomsThisWeek, type RoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import {
  currentTerms,
  listOfferedRooms,
  planFormContent,
  planFormContext,
  summarizeTerms,
  weeklyFigures,
  withAmountSelected,
} from "../join-view.server";
import { planThanksPath, startPlan } from "../start-plan.server";
import { PlanCheckScreen, type TermsSummary } from "../ui/plan-check-screen";
import { FormAlerts, PlanFormScreen } from "../ui/plan-form-screen";
import type { PlanFormAlert } from "../ui/plan-form-alert";
import { SponsorStory } from "../ui/sponsor-story";

const minWeeklyLabel = formatPoundsShort(minWeekly);

export const meta: MetaFunction = () => [
  { title: "Sponsor a room" },
  {
    name: "description",
    content: `Help to keep one safe room lit, from ${minWeeklyLabel} a week. Change, pause or cancel it yourself. See how far each room is lit this week.`,
  },
];

/** The empty form is the same for everybody and may be kept. What holds anything of a person is nobody else's. */
export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders }) =>
  actionHeaders.has("Cache-Control") ? { "Cache-Control": "no-store", ...retryAfter(actionHeaders.get("Retry-After")) } : loaderHeaders;

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const again = searchParams.get("again");
  const restored = again ? await restorePlanForm(again, await getViewer(request), now()) : null;
  if (restored?.state === "agreed") throw redirect(planThanksPath(restored));
  const week = await findRoomsThisWeek(now());
  const { spending } = config.charity;
  const content = planFormContent(now(), week);
  const input = withAmountSelected(restored ? restoredInput(restored) : inputFromQuery(searchParams, week));
  const alert: PlanFormAlert | null = restored && alertByState[restored.state];
  const caching = searchParams.size > 0 ? "private, no-cache" : "no-store";
  return data(
    {
      content,
      rooms: listOfferedRooms(week),
      week,
      sponsors: sponsorsPerRoom(pence(content.roomWeekPence)),
      spending: spending.map(({ what }) => what),
      form: { input, figures: weeklyFigures(input, now()), alert },
    },
    { headers: searchParams.size === 0 && week ? cacheFor(60) : { "Cache-Control": caching } },
  );
}

const getViewer = async (request: Request) => ({
  browser: await findBrowserId(request),
  supporterId: (await findSignedInSupporter(request))?.id ?? null,
});

const alertByState = { open: "came-back", closed: "closed", ended: "ended", agreed: null } as const;

/** The same attempt again where the same page may still be used; where a plan has ended, the new one takes its place. */
function restoredInput({ state, isComplete, formId, token, input }: RestoredForm): PlanFormInput {
  const reusable = state === "open" && isComplete && isValidFormId(formId, now());
  return { ...input, attempt: reusable ? formId : "", ...(state === "ended" && { again: token }) };
}

/** A link may carry a weekly amount in pounds and a room's name, and says where the sponsor came from. */
function inputFromQuery(query: URLSearchParams, week: RoomsThisWeek | null): PlanFormInput {
  const amount = parseAmount(query.get("amount") ?? "", { min: minWeekly, max: maxWeekly });
  const room = week?.rooms.find(({ name }) => name.toLowerCase() === query.get("room")?.toLowerCase());
  return {
    source: new URLSearchParams(parseSource(query.toString())).toString(),
    ...(amount.ok && { weekly: String(amount.pence), other: (amount.pence / 100).toFixed(2) }),
    ...(room && { room: room.id }),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const at = now();
  const { browserId, headers: cookie } = await getOrCreateBrowserId(request);
  const { input, errors: readErrors } = await readForm(request, planFields);
  const respond = (
    status: number,
    outcome: { input?: PlanFormInput; errors?: FormError[]; alert?: PlanFormAlert; waitSeconds?: number; terms?: TermsSummary },
  ) => {
    const shownInput = outcome.input ?? input;
    return data(
      {
        form: { input: shownInput, figures: weeklyFigures(shownInput, at), alert: outcome.alert ?? null },
        errors: outcome.errors ?? [],
        waitSeconds: outcome.waitSeconds ?? 0,
        check: outcome.terms ?? null,
      },
      {
        status,
        headers: { ...cookie, "Cache-Control": "no-store", ...retryAfter(outcome.waitSeconds) },
      },
    );
  };

  if (readErrors.length > 0) return respond(400, { errors: readErrors });
  if (input.step === "change") return respond(200, {});
  const week = await findRoomsThisWeek(at);
  const parsed = parsePlanForm(input, planFormContext(at, week), (text) => postcode.parse(text).postcode ?? null);
  if ("errors" in parsed) return respond(400, { errors: parsed.errors });

  const terms = currentTerms(parsed.form, at);
  const isCurrent = isValidFormId(input.attempt, at);
  const respondWithCheck = (
    status: number,
    outcome: { alert?: PlanFormAlert; waitSeconds?: number; ticket?: string } = {},
    needsNewFormId = !isCurrent,
  ) =>
    respond(status, {
      ...outcome,
      input: { ...input, attempt: needsNewFormId ? newFormId(at) : (input.attempt ?? ""), ticket: outcome.ticket },
      terms: summarizeTerms(parsed.form, terms, week),
    });
  if (input.step !== "pay") return respondWithCheck(200);
  if (input.website) return respondWithCheck(409, { alert: "bot" }, true);
  if (!isCurrent) return respondWithCheck(409, { alert: "too-old" }, true);
  if (input.agreed !== terms.termsFingerprint) return respondWithCheck(409, { alert: "changed" });

  const restartOf = await findEndedPlan(input.again);
  const started = await startPlan(parsed.form, {
    formId: input.attempt ?? "",
    browserId,
    ip: context.ip,
    ticket: input.ticket,
    signedInEmail: (await findSignedInSupporter(request))?.email ?? null,
    restartOf,
  });
  if ("goTo" in started) return redirect(started.goTo, { status: 303, headers: cookie });
  if (started.refused === "room-closed") return respond(400, { errors: [{ field: "room", message: closedRoomMessage }] });
  const { status, notice, renewsFormId, ...answer } = answerRefusal(started);
  return respondWithCheck(status, { ...answer, alert: notice }, renewsFormId);
}

const closedRoomMessage =
  "The room that you chose takes no more sponsors, because it is closing. Choose another, or “Where it is needed most”. Nothing was taken";

export default function Sponsor() {
  const loaded = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const { input, figures, alert } = actionData?.form ?? loaded.form;
  const [errors, waitSeconds] = [actionData?.errors ?? [], actionData?.waitSeconds ?? 0];
  if (actionData?.check) {
    return (
      <PageLayout currentSection="/sponsor">
        <PlanCheckScreen terms={actionData.check} input={input} alert={alert} waitSeconds={waitSeconds} />
      </PageLayout>
    );
  }
  return (
    <PageLayout currentSection="/sponsor" skipLinkText="Skip to the form">
      <FormAlerts errors={errors} alert={alert} waitSeconds={waitSeconds} />
      <h1>Sponsor a room</h1>
      <p className="lead">
        A small sum each week helps to keep one window lit. You can pause, change or cancel it yourself, with no phone call.
      </p>
      <nav className="switch" aria-label="How often">
        <a href="/donate">Once</a>
        <a href="/sponsor" aria-current="page">
          Every week
        </a>
      </nav>
      <PlanFormScreen content={loaded.content} figures={figures} rooms={loaded.rooms} input={input} errors={errors} />
      <SponsorStory week={loaded.week} sponsors={loaded.sponsors} spending={loaded.spending} />
    </PageLayout>
  );
}
