import type { PlanSummary } from "~/sponsorship/manage/plan-summary.server";
import { RoomPane } from "~/sponsorship/rooms/ui/room-pane";
import type { RoomLight } from "../room-light";
import { StatusBox } from "./status-box";

/** One plan on its sponsor's first page: how it stands, and the way to everything else about it. */
export function PlanCard({ plan, light }: { plan: PlanSummary; light: RoomLight | null }) {
  return (
    <section className="stack" aria-labelledby={`plan-${plan.id}`}>
      <h2 id={`plan-${plan.id}`}>
        {plan.ended ? `You gave ${plan.weekly}` : plan.weekly}
        {plan.room ? ` for ${plan.room}` : ""}
      </h2>
      {light && !plan.ended && (
        <p className="flex items-center gap-4">
          <RoomPane funded={light.funded} />
          <span>
            {light.words} <a href="/">See the house</a>
          </span>
        </p>
      )}
      <StatusBox summary={plan.statusSummary} />
      <p>
        <a href={`/supporter/plans/${plan.id}`}>
          {plan.ended ? "See this sponsorship" : "See or change this sponsorship"}
          <span className="hidden-words"> {plan.reference}</span>
        </a>
      </p>
    </section>
  );
}
