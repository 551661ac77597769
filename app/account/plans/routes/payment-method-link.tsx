import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { TaskPage } from "~/platform/ui/page-layout";
import { newCard } from "~/sponsorship/manage/attach-payment-method.server";
import { freshPlan } from "../own-plan.server";
import { planOfCardLink, type LinkRefusal } from "~/sponsorship/emailed-links.server";
import { noticeOf, statusOf } from "~/sponsorship/manage/refusal-messages";
import { showPlan } from "~/sponsorship/manage/plan-summary.server";
import { LinkTrouble } from "../ui/link-trouble";
import { NoticeBox } from "../ui/plan-page";
import { StandingBox } from "../ui/status-box";

export const meta: MetaFunction = () => [{ title: "Use a new card" }, { name: "robots", content: "noindex, nofollow" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const plain = { "Cache-Control": "no-store" };
const trouble = ({ refused }: LinkRefusal) => data({ trouble: refused }, { status: refused === "called-back" ? 410 : 404, headers: plain });

async function planOf(token: string) {
  const linked = await planOfCardLink(token);
  if ("refused" in linked) return linked;
  return (await freshPlan(linked.id)) ?? { refused: "not-a-link" as const };
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const plan = await planOf(params["token"] ?? "");
  if ("refused" in plan) return trouble(plan);
  const { state, live } = showPlan(plan, now());
  const cameBack = new URL(request.url).searchParams.has("again");
  return data({ state, live, late: plan.standing === "late", cameBack }, { headers: plain });
}

export async function action({ params }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const plan = await planOf(token);
  if ("refused" in plan) return trouble(plan);
  const page = await newCard(plan.id, { by: "link", back: `/new-card/${token}?again` });
  if ("goTo" in page) return redirect(page.goTo, { status: 303, headers: plain });
  return data({ notice: noticeOf(page.refused) }, { status: statusOf(page.refused), headers: plain });
}

export default function NewCard() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  if ("trouble" in loaded) return <LinkTrouble why={loaded.trouble} />;
  const { state, live, late, cameBack } = loaded;
  const back = cameBack ? { title: "Nothing was changed", words: "You came back without giving a new card." } : null;
  return (
    <TaskPage>
      <NoticeBox notice={answered && "notice" in answered ? answered.notice : back} />
      <h1>Use a new card</h1>
      <StandingBox state={state} />
      {live ? (
        <form method="post">
          <p>
            Next comes Stripe’s secure page.{" "}
            {late ? "When it is finished, what is open is taken with the new card." : "Nothing is taken there, or today."}
          </p>
          <p className="buttons mt-4">
            <button className="button give">Continue to Stripe</button>
          </p>
        </form>
      ) : (
        <p>This sponsorship has ended, so no card is needed.</p>
      )}
    </TaskPage>
  );
}
