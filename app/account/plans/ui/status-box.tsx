import type { ReactNode } from "react";
import type { StatusSummary } from "~/sponsorship/manage/plan-summary.server";

/** How a plan stands: the next sum and date first. */
export function StatusBox({ summary, children }: { summary: StatusSummary; children?: ReactNode }) {
  return (
    <div className={`note next${summary.tone === "warning" ? " bad" : ""}`}>
      <p>
        <span className={`tag${summary.tone === "lit" ? " lit" : ""}`}>{summary.label}</span>
      </p>
      <p className="big num">{summary.headline}</p>
      {summary.details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
      {children}
    </div>
  );
}
