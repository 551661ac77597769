import type { PlanSummary } from "~/sponsorship/manage/plan-summary.server";
import { StatusBox } from "./status-box";

/** One plan on its sponsor's first page: how it stands, and the way to everything else about it. */
export function PlanCard({ plan }: { plan: PlanSummary }) {
  return (
    <section className="stack" aria-labelledby={`plan-${plan.id}`}>
      <h2 id={`plan-${plan.id}`}>
        {plan.ended ? `You gave ${plan.weekly}` : plan.weekly}
        {plan.room ? ` for ${plan.room}` : ""}
      </h2>
      <StatusBox summary={plan.statusSummary} />
      <p>
        <a href={`/supporter/plans/${plan.id}`}>
          {plan.ended ? "See this sponsorship" : "See or change this sponsorship"}
          <span className="sr-only"> {plan.reference}</span>
        </a>
      </p>
    </section>
  );
}
