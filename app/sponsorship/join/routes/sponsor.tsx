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
  chosenFigures,
  currentTerms,
  findAmountErrors,
  listOfferedRooms,
  planFormContent,
  planFormContext,
  summarizeTerms,
  withAmountSelected,
} from "../join-view.server";
import { planThanksPath, startPlan } from "../start-plan.server";
import { PlanCheckScreen, type TermsSummary } from "../ui/plan-check-screen";
import type { PlanFormAlert } from "../ui/plan-form-alert";
import { SponsorPage } from "../ui/sponsor-page";

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
  const at = now();
  const { searchParams } = new URL(request.url);
  const again = searchParams.get("again");
  const restored = again ? await restorePlanForm(again, await getViewer(request), at) : null;
  if (restored?.state === "agreed") throw redirect(planThanksPath(restored));
  const week = await findRoomsThisWeek(at);
  const isChosen = !restored && (searchParams.has("weekly") || searchParams.has("other"));
  const input = isChosen
    ? inputOfFirstStep(searchParams)
    : withAmountSelected(restored ? restoredInput(restored) : inputFromLink(searchParams, week));
  const errors = isChosen ? findAmountErrors(input, at, week) : [];
  const showsDetails = (restored !== null || isChosen) && errors.length === 0;
  const caching = searchParams.size > 0 ? "private, no-cache" : "no-store";
  return data(
    {
      ...pageContent(at, week),
      form: {
        input,
        figures: showsDetails ? chosenFigures(input, at) : null,
        alert: restored && (alertByState[restored.state] satisfies PlanFormAlert | null),
        isKept: restored !== null,
      },
      errors,
    },
    { status: errors.length > 0 ? 400 : 200, headers: searchParams.size === 0 && week ? cacheFor(60) : { "Cache-Control": caching } },
  );
}

/** What is the same for everybody, whichever step is shown. */
function pageContent(at: Date, week: RoomsThisWeek | null) {
  const content = planFormContent(at, week);
  return {
    content,
    rooms: listOfferedRooms(week),
    week,
    sponsors: sponsorsPerRoom(pence(content.roomWeekPence)),
    spending: config.charity.spending.map(({ what }) => what),
  };
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

/** The first step as it was sent: in the address, since nothing in it says who somebody is. */
function inputOfFirstStep(query: URLSearchParams): PlanFormInput {
  const [weekly, other, room] = [query.get("weekly"), query.get("other"), query.get("room")];
  return {
    source: new URLSearchParams(parseSource(query.get("source") ?? "")).toString(),
    ...(weekly !== null && { weekly }),
    ...(other !== null && { other }),
    ...(room !== null && { room }),
  };
}

/** A link may carry a weekly amount in pounds and a room's name, and says where the sponsor came from. */
function inputFromLink(query: URLSearchParams, week: RoomsThisWeek | null): PlanFormInput {
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
  const week = await findRoomsThisWeek(at);
  const respond = (
    status: number,
    outcome: {
      input?: PlanFormInput;
      errors?: FormError[];
      alert?: PlanFormAlert;
      waitSeconds?: number;
      terms?: TermsSummary;
      isAmountStep?: boolean;
    },
  ) => {
    const shownInput = outcome.input ?? input;
    return data(
      {
        form: {
          input: shownInput,
          figures: outcome.isAmountStep ? null : chosenFigures(shownInput, at),
          alert: outcome.alert ?? null,
          isKept: true,
        },
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
  if (input.step === "amount") return respond(200, { isAmountStep: true });
  const amountErrors = findAmountErrors(input, at, week);
  if (input.step === "change" || (input.step === "details" && amountErrors.length === 0)) return respond(200, {});
  const parsed = parsePlanForm(input, planFormContext(at, week), (text) => postcode.parse(text).postcode ?? null);
  if ("errors" in parsed) return respond(400, { errors: parsed.errors, isAmountStep: amountErrors.length > 0 });

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
  if (started.refused === "room-closed")
    return respond(400, { errors: [{ field: "room", message: closedRoomMessage }], isAmountStep: true });
  const { status, notice, renewsFormId, ...answer } = answerRefusal(started);
  return respondWithCheck(status, { ...answer, alert: notice }, renewsFormId);
}

const closedRoomMessage =
  "The room that you chose takes no more sponsors, because it is closing. Choose another, or “Where it is needed most”. Nothing was taken";

export default function Sponsor() {
  const loaded = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const { input, figures, alert, isKept } = actionData?.form ?? loaded.form;
  const { errors } = actionData ?? loaded;
  const waitSeconds = actionData?.waitSeconds ?? 0;
  if (actionData?.check) {
    return (
      <PageLayout currentSection="/sponsor">
        <PlanCheckScreen terms={actionData.check} input={input} alert={alert} waitSeconds={waitSeconds} />
      </PageLayout>
    );
  }
  return <SponsorPage {...loaded} form={{ input, figures, alert, isKept }} errors={errors} waitSeconds={waitSeconds} />;
}
