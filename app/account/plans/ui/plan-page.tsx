import type { ReactNode } from "react";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { SupporterPage } from "~/supporters/ui/supporter-page";
import type { Notice } from "~/sponsorship/manage/refusal-messages";

/** What happened, or why nothing did. Takes the focus as the page opens. */
export function NoticeBox({ notice }: { notice: Notice | null | undefined }) {
  if (!notice) return null;
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{notice.title}</h2>
      <p>{notice.words}</p>
    </div>
  );
}

type PlanPageProps = { id: string; title: string; notice?: Notice | null; mistakes?: FieldMistake[]; children: ReactNode };

/** The page of one thing to do with a plan, with the way back to it. */
export function PlanPage({ id, title, notice, mistakes = [], children }: PlanPageProps) {
  return (
    <SupporterPage>
      <p>
        <a href={`/supporter/plans/${id}`} className="inline-flex min-h-[44px] items-center">
          Back to your sponsorship
        </a>
      </p>
      <ErrorSummary mistakes={mistakes} />
      <NoticeBox notice={notice} />
      <h1>{title}</h1>
      {children}
    </SupporterPage>
  );
}

/** Names and what they stand for. Rows whose value is null are left out. */
export function Rows({ rows }: { rows: [string, string | null][] }) {
  return (
    <dl className="summary">
      {rows.flatMap(([name, value]) =>
        value === null
          ? []
          : [
              <div key={name}>
                <dt>{name}</dt>
                <dd className="num">{value}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}

/** The button that does it, and the way to leave it be. */
export function DoIt({ words, id, leave = "Leave it as it is" }: { words: string; id: string; leave?: string }) {
  return (
    <p className="buttons">
      <button className="button give">{words}</button>
      <a className="button" href={`/supporter/plans/${id}`}>
        {leave}
      </a>
    </p>
  );
}
