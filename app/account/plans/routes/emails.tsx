import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Options, Question } from "~/platform/ui/radio-group";
import { Tick } from "~/platform/ui/text-field";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { changeLettersOf } from "~/sponsorship/manage/change-email-settings.server";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { receiptRhythms } from "~/sponsorship/join/plan-form";
import { revokeLinks } from "~/sponsorship/manage/revoke-links.server";
import { DoIt, PlanPage } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Your letters" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, receipts, anniversary } = await ownPlan(request, params);
  return { id, receipts, anniversary };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await ownPlan(request, params);
  const field = await fieldsOf(request);
  if (field("links") === "yes") {
    const revoked = await revokeLinks(id, { by: "sponsor" });
    return "refused" in revoked ? refused(revoked.refused) : done(id, "links");
  }
  const receipts = receiptRhythms.find((each) => each === field("receipts"));
  if (!receipts) {
    const mistakes = [{ field: "receipts", words: "Choose how often you would like a receipt" }];
    return data({ mistakes }, { status: 400, headers: ownHeaders() });
  }
  const changed = await changeLettersOf(id, { receipts, anniversary: field("anniversary") === "yes", by: "sponsor" });
  return "refused" in changed ? refused(changed.refused) : done(id, "letters");
}

const often = {
  each: { name: "Each time", hint: "One for each payment, when it has arrived." },
  monthly: { name: "Once a month", hint: "One for all payments of a month." },
  yearly: { name: "Once a year", hint: "One for each tax year, after 5 April." },
};

export default function PlanLetters() {
  const { id, receipts, anniversary } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  return (
    <PlanPage id={id} title="Your letters" notice={answered && "notice" in answered ? answered.notice : null} mistakes={mistakes}>
      <form method="post" action={`/supporter/plans/${id}/letters`} className="form">
        <Question name="receipts" legend="How often would you like a receipt?" mistakes={mistakes}>
          <Options
            name="receipts"
            chosen={receipts}
            options={receiptRhythms.map((each) => ({ value: each, words: <b>{often[each].name}</b>, hint: often[each].hint }))}
          />
          <Tick
            className="tick news"
            name="anniversary"
            label="Once a year, a letter about what the rooms did"
            hint="It asks for nothing."
            checked={anniversary}
          />
        </Question>
        <p className="hint">Letters about a payment that did not go through, or about a change, always come.</p>
        <DoIt words="Keep this" id={id} />
      </form>
      <h2>Links in letters</h2>
      <p>
        Each letter has a link with which this one sponsorship can be seen, paused and stopped without signing in. If a letter went to
        somebody who should not have it, make all links so far stop working. New letters carry new ones.
      </p>
      <form method="post" action={`/supporter/plans/${id}/letters`}>
        <button className="button" name="links" value="yes">
          Stop all links so far
        </button>
      </form>
    </PlanPage>
  );
}
