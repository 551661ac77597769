import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listClaimedGifts } from "~/claims/claims.server";
import { getGiftHistory } from "~/giving/statements/history.server";
import { GiftHistory } from "~/giving/statements/ui/gift-history";
import { now } from "~/platform/clock";
import { ButtonLink } from "~/platform/ui/button";
import { listPlans } from "~/sponsorship/plans.server";
import { summarizePlan } from "~/sponsorship/manage/plan-summary.server";
import { hasEnded } from "~/sponsorship/plan-status";
import { PlanCard } from "../plans/ui/plan-card";
import { YourRoomsSection } from "../plans/ui/your-rooms-section";
import { getYourRooms } from "../plans/your-rooms.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { parseWholeNumber } from "~/platform/query-values";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Your giving" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const page = parseWholeNumber(new URL(request.url).searchParams.get("page")) || 1;
  const [plans, history] = await Promise.all([listPlans(supporter.id), getGiftHistory(supporter.id, page)]);
  const claimed = await listClaimedGifts(history.rows.map(({ id }) => id));
  const rows = history.rows.map((row) => ({ ...row, isClaimed: claimed.has(row.id) }));
  const going = plans.filter(({ status }) => !hasEnded(status));
  return {
    plans: plans.map((plan) => summarizePlan(plan, now())),
    rooms: going.length > 0 ? await getYourRooms(going) : null,
    history: { ...history, rows },
  };
}

/** A supporter's own first page: what they promised, their rooms, then all that they gave. */
export default function Home() {
  const { plans, rooms, history } = useLoaderData<typeof loader>();
  return (
    <SupporterPage>
      <h1>Your giving</h1>
      {plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} />
      ))}
      {rooms && <YourRoomsSection {...rooms} />}
      <h2>What you have given</h2>
      <GiftHistory {...history} />
      <p className="buttons">
        <ButtonLink href="/donate">Donate again</ButtonLink>
        {plans.length === 0 && <ButtonLink href="/sponsor">Sponsor a room</ButtonLink>}
      </p>
    </SupporterPage>
  );
}
