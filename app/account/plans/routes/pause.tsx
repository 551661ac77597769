import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { cleanValue } from "~/platform/text";
import { Fieldset, Radio, RadioGroup } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { noStoreHeaders } from "~/supporters/sign-in/session.server";
import { redirectWithSuccess, respondRefused } from "../respond.server";
import { formatWeekdayDate } from "~/platform/format-date";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen as choice, typed } from "~/platform/http/forms/form-fields";
import { requireChangeablePlan, requireOwnPlan } from "../own-plan.server";
import { maxPauseMonths } from "~/sponsorship/plan";
import { monthsFromToday, pausePlan } from "~/sponsorship/manage/pause-plan.server";
import { formatTypedDate, parseTypedDate } from "~/platform/typed-date";
import { formatPrice, summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { PlanPage, SubmitRow } from "../ui/plan-page";
import { opened } from "~/platform/ui/looks";

export const meta: MetaFunction = () => [{ title: "Pause" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await requireChangeablePlan(request, params);
  const after = plan.status !== "late" && plan.nextCollectionAt ? londonDate(plan.nextCollectionAt) : "";
  const choices = Array.from({ length: maxPauseMonths }, (_, index) => monthsFromToday(index + 1, now()))
    .map((until, index) => ({ until, months: index + 1 }))
    .filter(({ until }) => until > after)
    .filter(({ months }) => [1, 2, 3, 6, 9, 12].includes(months))
    .map(({ until, months }) => ({ until, label: months === 1 ? "One month" : `${months} months`, starts: formatWeekdayDate(until) }));
  return {
    id: plan.id,
    choices,
    price: formatPrice(plan),
    pendingChange: summarizePlan(plan, now()).pendingChange,
    latest: formatTypedDate(monthsFromToday(maxPauseMonths, now())),
  };
}

const pauseFields = { until: choice, day: typed("day", 40) } as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const plan = await requireOwnPlan(request, params);
  const { input: read, errors } = await readForm(request, pauseFields);
  const chosen = read.until ?? "";
  const input = { until: chosen, day: read.day ?? "" };
  const respondInvalid = (name: string, message: string) =>
    data({ errors: [{ field: name, message }], input }, { status: 400, headers: noStoreHeaders() });
  const [error] = errors;
  if (error) return respondInvalid(error.field, error.message);
  if (chosen === "") return respondInvalid("until", "Choose how long");
  const until = chosen === "day" ? parseTypedDate(input.day) : chosen;
  if (until === null)
    return respondInvalid(
      "day",
      cleanValue(input.day) === "" ? "Enter the day on which it restarts" : "That is not a date. Enter it like 4 1 2027, or 4/1/2027",
    );
  const paused = await pausePlan(plan.id, { until, by: "sponsor" });
  if (!("refused" in paused)) return redirectWithSuccess(plan.id, "pause");
  const name = chosen === "day" ? "day" : "until";
  if (paused.refused === "not-in-future") return respondInvalid(name, "Choose a day after today");
  if (paused.refused === "too-long") return respondInvalid(name, "A pause lasts up to 12 months: choose an earlier day");
  if (paused.refused === "nothing-due") return respondInvalid(name, "Nothing is taken before that day anyway: choose a later one");
  return respondRefused(paused.refused);
}

export default function PlanPause() {
  const { id, choices, price, pendingChange, latest } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const errors = actionData && "errors" in actionData ? actionData.errors : [];
  const input = actionData && "input" in actionData ? actionData.input : { until: "", day: "" };
  return (
    <PlanPage id={id} title="Pause" alert={actionData && "alert" in actionData ? actionData.alert : null} errors={errors}>
      <p>
        Nothing is taken while it is paused. On the day that you choose it restarts automatically, {price} is taken that day, and we send
        you an email a week before. You can start again sooner at any time.
      </p>
      {pendingChange && <p>The change of how it is collected, which waits, is then taken back.</p>}
      <form method="post" action={`/supporter/plans/${id}/pause`} className="form" noValidate>
        <Fieldset name="until" legend="For how long?" errors={errors}>
          <RadioGroup
            name="until"
            twoColumns
            selected={input.until}
            options={choices.map(({ until, label, starts }) => ({ value: until, label: <b>{label}</b>, hint: `Restarts on ${starts}` }))}
          />
          <div className="opens mt-3">
            <Radio
              name="until"
              id={choices.length === 0 ? "until" : undefined}
              value="day"
              label={<b>Until another day</b>}
              hint={`At most 12 months: ${latest}`}
              revealsMore
              isSelected={input.until === "day"}
            />
            <div className={opened}>
              <Field
                name="day"
                label="On which day should it restart?"
                hint="Day, month and year, such as 4 1 2027"
                className="max-w-40"
                inputMode="numeric"
                autoComplete="off"
                defaultValue={input.day}
                errors={errors}
              />
            </div>
          </div>
        </Fieldset>
        <SubmitRow label="Pause" id={id} />
      </form>
    </PlanPage>
  );
}
