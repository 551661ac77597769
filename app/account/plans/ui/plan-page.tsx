import type { ReactNode } from "react";
import { Button, ButtonLink } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { NoticeBox } from "~/platform/ui/notice-box";
import { SupporterPage } from "~/account/ui/supporter-page";
import type { Alert } from "~/sponsorship/manage/refusal-messages";

/** What happened, or why nothing did. Takes the focus as the page opens. */
export const AlertBox = ({ alert }: { alert: Alert | null | undefined }) =>
  alert ? <NoticeBox title={alert.title} body={alert.message} /> : null;

type PlanPageProps = { id: string; title: string; alert?: Alert | null; errors?: FormError[]; children: ReactNode };

/** The page of one thing to do with a plan, with the way back to it. */
export function PlanPage({ id, title, alert, errors = [], children }: PlanPageProps) {
  return (
    <SupporterPage>
      <p>
        <a href={`/supporter/plans/${id}`} className="inline-flex min-h-[44px] items-center">
          Back to your sponsorship
        </a>
      </p>
      <ErrorSummary errors={errors} />
      <AlertBox alert={alert} />
      <h1>{title}</h1>
      {children}
    </SupporterPage>
  );
}

/** The button that does it, and the way to leave it be. */
export function SubmitRow({ label, id, cancelLabel = "Go back without changes" }: { label: string; id: string; cancelLabel?: string }) {
  return (
    <p className="buttons">
      <Button look="give">{label}</Button>
      <ButtonLink href={`/supporter/plans/${id}`}>{cancelLabel}</ButtonLink>
    </p>
  );
}
