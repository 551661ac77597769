import type { ReactNode } from "react";
import type { ShownStanding } from "~/sponsorship/manage/plan-summary.server";

/** How a plan stands: the next sum and date first. */
export function StandingBox({ state, children }: { state: ShownStanding; children?: ReactNode }) {
  return (
    <div className={`note next${state.mood === "bad" ? " bad" : ""}`}>
      <p>
        <span className={`tag${state.mood === "lit" ? " lit" : ""}`}>{state.tag}</span>
      </p>
      <p className="big num">{state.big}</p>
      {state.words.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {children}
    </div>
  );
}
