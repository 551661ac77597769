import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { TextArea } from "~/platform/ui/text-field";
import { ownHeaders } from "~/supporters/sign-in/session.server";
import { done, refused } from "../respond.server";
import { cancelPlan } from "~/sponsorship/manage/cancel-plan.server";
import { fieldsOf, ownPlan } from "../own-plan.server";
import { showPlan } from "~/sponsorship/manage/plan-summary.server";
import { PlanPage, Rows } from "../ui/plan-page";

export const meta: MetaFunction = () => [{ title: "Stop sponsoring" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const plan = await ownPlan(request, params);
  const { id, collected, next, ended } = showPlan(plan, now());
  return { id, collected, next, ended, canPause: plan.standing !== "paused", byDebit: plan.method === "bacs_debit" };
}

const mostLetters = 1000;

export async function action({ request, params }: ActionFunctionArgs) {
  const { id } = await ownPlan(request, params);
  const field = await fieldsOf(request);
  const words = field("words").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  if ([...words].length > mostLetters) {
    const mistakes = [
      { field: "words", words: `Your words have ${[...words].length} letters: shorten them to ${mostLetters}, or leave them out` },
    ];
    return data({ mistakes, words }, { status: 400, headers: ownHeaders() });
  }
  const stopped = await cancelPlan(id, { by: "sponsor", words: words === "" ? null : words });
  if (!("refused" in stopped) || stopped.refused === "already-cancelled") return done(id, "stop");
  // The wish is kept, and a job goes on with it: there is nothing to press again.
  return stopped.refused === "stripe-unreachable" ? done(id, "stopping") : refused(stopped.refused);
}

export default function PlanStop() {
  const { id, collected, next, ended, canPause, byDebit } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const mistakes = answered && "mistakes" in answered ? answered.mistakes : [];
  if (ended) {
    return (
      <PlanPage id={id} title="It has ended" notice={answered && "notice" in answered ? answered.notice : null}>
        <p>This sponsorship has ended. Nothing more is taken.</p>
      </PlanPage>
    );
  }
  return (
    <PlanPage id={id} title="Stop sponsoring" notice={answered && "notice" in answered ? answered.notice : null} mistakes={mistakes}>
      <p>It ends at once, and nothing more is taken. Your receipts stay valid, and a letter confirms it.</p>
      <Rows
        rows={[
          ["Ends", collected],
          ["Not taken any more", next],
        ]}
      />
      {byDebit && (
        <p className="hint">A Direct Debit that your bank is at work on already can’t be called back. If you want it back, write to us.</p>
      )}
      {canPause && (
        <p>
          If it is only for a while, you can also <a href={`/supporter/plans/${id}/pause`}>pause it for up to 12 months</a>.
        </p>
      )}
      <form method="post" action={`/supporter/plans/${id}/stop`} className="form">
        <TextArea
          name="words"
          label="If you like, tell us why"
          hint="You can leave this empty. Only our staff read it."
          rows={3}
          defaultValue={answered && "words" in answered ? answered.words : ""}
          mistakes={mistakes}
        />
        <p className="buttons">
          <button className="button">Stop it now</button>
          <a className="button" href={`/supporter/plans/${id}`}>
            Keep it
          </a>
        </p>
      </form>
    </PlanPage>
  );
}
