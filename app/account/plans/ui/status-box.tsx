import type { ReactNode } from "react";
import { Note } from "~/platform/ui/note";
import { Tag } from "~/platform/ui/tag";
import type { StatusSummary } from "~/sponsorship/manage/plan-summary.server";

/** How a plan stands: the next sum and date first. */
export function StatusBox({ summary, children }: { summary: StatusSummary; children?: ReactNode }) {
  return (
    <Note look={summary.tone === "warning" ? "danger" : "plain"} className="grid gap-1">
      <p>
        {summary.tone === "lit" ? <Tag className="border-on-lamp bg-lamp text-on-lamp">{summary.label}</Tag> : <Tag>{summary.label}</Tag>}
      </p>
      <p className="font-heading text-2xl font-bold">{summary.headline}</p>
      {summary.details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
      {children}
    </Note>
  );
}
