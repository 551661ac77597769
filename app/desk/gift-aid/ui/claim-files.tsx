import type { ClaimStatus } from "~/claims/claim-status";
import { buttonRow } from "~/desk/ui/looks";
import { Button } from "~/platform/ui/button";

/** A claim as files: HMRC's schedule for its own form, and the records for an inspection. */
export function ClaimFiles({ id, status }: { id: string; status: ClaimStatus }) {
  const path = `/desk/gift-aid/claims/${id}`;
  return (
    <>
      <h2 id="files">Files</h2>
      {status !== "discarded" && (
        <form method="post" action={`${path}/schedule`} className="stack">
          <p className="hint">
            {status === "ready"
              ? "HMRC’s schedule, for its own form. Once it is made, the site asks whether it was handed in there before it sends anything itself."
              : "HMRC’s schedule, as it was or would be handed in by its own form."}
          </p>
          <p className={buttonRow}>
            <Button name="format" value="ods">
              Schedule (ODS)
            </Button>
            <Button name="format" value="csv">
              Rows to paste (CSV)
            </Button>
          </p>
        </form>
      )}
      <form method="post" action={`${path}/records`} className="stack">
        <p className="hint">For an inspection: the schedule, each declaration with its wording, and who did what, in one ZIP.</p>
        <Button>Records (ZIP)</Button>
      </form>
    </>
  );
}
