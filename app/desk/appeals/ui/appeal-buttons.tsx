import { buttonRow } from "~/desk/ui/looks";
import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";

type AppealButtonsProps = { id: string; version: number; status: string; phase: string; hasLastDay: boolean; isReady: boolean };

/** What can be done with an appeal as a whole, now. */
export function AppealButtons({ id, version, status, phase, hasLastDay, isReady }: AppealButtonsProps) {
  return (
    <form method="post" action={`/desk/appeals/${id}`} className={buttonRow}>
      <input type="hidden" name="version" value={version} />
      {status === "draft" && isReady && (
        <>
          <Button look="give" name="do" value="publish">
            Publish it
          </Button>{" "}
        </>
      )}
      {status === "draft" && (
        <Button look="danger" name="do" value="delete">
          Delete this draft
        </Button>
      )}
      {status === "published" && (
        <Button look="danger" name="do" value="end">
          {phase === "open" && hasLastDay ? "Close it early" : "End it for good"}
        </Button>
      )}
    </form>
  );
}

/** What stands in the way of publishing. */
export function MissingList({ missing, isDraft }: { missing: string[]; isDraft: boolean }) {
  if (missing.length === 0) return null;
  return (
    <Note look="danger">
      <p>
        <strong>{isDraft ? "This can’t be published yet." : "Something is wrong with it."}</strong>
      </p>
      <ul>
        {missing.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </Note>
  );
}
