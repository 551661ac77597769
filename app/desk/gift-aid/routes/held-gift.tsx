import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { askDonor, daysBetweenRequests } from "~/claims/gifts/ask-donor.server";
import { describeProblem, type DetailField } from "~/claims/claim-fields";
import { correctDetails } from "~/claims/gifts/correct-details.server";
import { leftOutReasons } from "~/claims/gifts/hold-backs";
import { leaveOutGift, liftHold, liftRefusedRow } from "~/claims/gifts/leave-out-gift.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, homeFields, personFields, typed } from "~/platform/http/forms/form-fields";
import { formatLondonDate } from "~/platform/london-dates";
import { lookUp } from "~/platform/query-values";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { getHeldGift } from "../held-gift.server";
import { CorrectForm, GiftAidFacts, LeaveOutForm, longestNote } from "../ui/held-gift-forms";
import { Notice } from "~/desk/ui/page-parts";
import { buttonRow } from "~/desk/ui/looks";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Gift Aid on ${loaded.gift.reference}` : "Gift Aid" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined) {
  const gift = await getHeldGift(id ?? "");
  if (!gift) throw new Response(null, { status: 404 });
  return { gift, input: { ...gift.correction, reason: "", note: "" }, errors: [] as FormError[], notice: null as string | null };
}

const notices: Record<string, string> = {
  corrected: "Saved. HMRC will have it as you wrote it. The declaration stays as it was made.",
  "left-out": "Skipped. It is in no claim from now on; if HMRC had it before, it is taken off the next claim.",
  lifted: "It can be claimed again, if nothing else holds it back.",
  "row-lifted": "All donations of that row can be claimed again, if nothing else holds them back.",
  asked: "The email is on its way. Its link lets the donor make the declaration or correct name and home address.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

const fields = { do: chosen, ...personFields, ...homeFields, reason: chosen, note: typed("note", longestNote) } as const;
const inputOf: Record<DetailField, string> = { firstName: "first", lastName: "last", house: "house", postcode: "postcode" };

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "treasurer", "administrator");
  const id = params["id"] ?? "";
  const { input: form, errors: readErrors } = await readForm(request, fields);
  const page = await loadPage(id);
  const input = {
    first: form.first ?? page.input.first,
    last: form.last ?? page.input.last,
    house: form.house ?? page.input.house,
    postcode: form.postcode ?? page.input.postcode,
    overseas: form.do === "correct" ? (form.overseas ?? "") : page.input.overseas,
    reason: form.reason ?? "",
    note: form.note ?? "",
  };
  const fail = (errors: FormError[], status = 400) => data({ ...page, input, errors }, { status });
  const done = (what: string) => redirect(`/desk/gift-aid/gifts/${id}?done=${what}`, 303);
  if (readErrors.length > 0) return fail(readErrors);
  switch (form.do) {
    case "correct": {
      if (!page.gift.declarationId)
        return fail([{ field: "first", message: "There is no declaration any more. Nothing was changed" }], 409);
      const { first: firstName, last: lastName, house } = input;
      const written = { firstName, lastName, house, postcode: input.overseas === "yes" ? null : input.postcode };
      const corrected = await correctDetails(page.gift.declarationId, written, staff);
      if (!("refused" in corrected)) return done("corrected");
      if (corrected.refused === "no-such-declaration")
        return fail([{ field: "first", message: "There is no declaration any more. Nothing was changed" }], 409);
      return fail(corrected.problems.map((problem) => ({ field: inputOf[problem.field], message: describeProblem(problem) })));
    }
    case "leave-out": {
      const reason = leftOutReasons.find((each) => each === form.reason);
      if (!reason || reason === "refused_by_hmrc") return fail([{ field: "reason", message: "Choose why it is excluded" }]);
      const left = await leaveOutGift(id, { reason, note: input.note.trim(), by: staff });
      return "refused" in left
        ? fail([{ field: "reason", message: "It is excluded already. Nothing was changed" }], 409)
        : done("left-out");
    }
    case "lift":
      return (await liftHold(id, staff)) ? done("lifted") : fail([{ field: "reason", message: "It was not excluded any more" }], 409);
    case "lift-row":
      return (await liftRefusedRow(id, staff)) > 0
        ? done("row-lifted")
        : fail([{ field: "reason", message: "They were not left out any more" }], 409);
    case "ask": {
      const asked = await askDonor(id, staff);
      if (!("refused" in asked)) return done("asked");
      return fail([{ field: "ask", message: askRefusal(asked) }], 409);
    }
    default:
      return fail([{ field: "ask", message: "That button is not known here. Nothing was changed" }]);
  }
}

const askRefusal = (refusal: { refused: "no-such-gift" | "nobody" | "no-address" } | { refused: "asked-before"; on: string }): string =>
  refusal.refused === "asked-before"
    ? `The donor was asked on ${formatLondonDate(refusal.on)}. They are asked again after ${daysBetweenRequests} days at the earliest`
    : "We have no email address for its donor, so they can’t be asked by email";

export default function HeldGift() {
  const loaded = useLoaderData<typeof loader>();
  const { gift, input, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayAct = useMay("desk/gift-aid/gifts/:id", "post");
  return (
    <DeskPage here="/desk/gift-aid">
      <h1>Gift Aid on {gift.reference}</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <GiftAidFacts gift={gift} />
      {mayAct && gift.why?.action === "lift" && (
        <form method="post" className={buttonRow}>
          {gift.refusedTogether > 1 && (
            <Button name="do" value="lift-row">
              {`Let all ${gift.refusedTogether} donations of that row be claimed again`}
            </Button>
          )}
          <Button name="do" value="lift">
            {gift.refusedTogether > 1 ? "Only this one" : "Let it be claimed again"}
          </Button>
        </form>
      )}
      {mayAct && gift.hasSupporter && (gift.why?.action === "ask_for_declaration" || gift.reason === "details") && (
        <form method="post" className="stack">
          <h2 id="ask">Ask the donor</h2>
          <p>
            An email asks for what is missing. Its link lets the donor make the declaration, or correct name and home address, without
            signing in.
          </p>
          <Button name="do" value="ask">
            Ask by email
          </Button>
        </form>
      )}
      {mayAct && gift.told && (gift.state === "ready" || gift.reason === "details" || gift.reason === "left_out") && (
        <CorrectForm gift={gift} input={input} errors={errors} />
      )}
      {mayAct && gift.reason !== "left_out" && gift.state !== "none" && <LeaveOutForm input={input} errors={errors} />}
    </DeskPage>
  );
}
