import type { ShownPlan } from "~/sponsorship/manage/plan-summary.server";
import { StandingBox } from "./status-box";

/** One plan on its sponsor's first page: how it stands, and the way to everything else about it. */
export function PlanCard({ plan }: { plan: ShownPlan }) {
  return (
    <section className="stack" aria-labelledby={`plan-${plan.id}`}>
      <h2 id={`plan-${plan.id}`}>
        {plan.weekly}
        {plan.room ? ` for ${plan.room}` : ""}
      </h2>
      <StandingBox state={plan.state} />
      <p>
        <a href={`/supporter/plans/${plan.id}`}>
          {plan.ended ? "See this sponsorship" : "See or change this sponsorship"}
          <span className="hidden-words"> {plan.reference}</span>
        </a>
      </p>
    </section>
  );
}
