import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";
import type { PersonPage } from "../person-page.server";

/** Which other records this one was made one with, as long as that can be undone. */
export function Merges({ person, mayAct }: { person: PersonPage; mayAct: boolean }) {
  return person.merges.map(({ id, text, isNewest }) => (
    <Note key={id}>
      <p>{text}</p>
      {mayAct && isNewest && (
        <form method="post" action={`/desk/people/${person.id}/merge`} className="stack">
          <p className="hint">
            Everything goes back to where it was. What came since stays with this record; payments of a sponsorship go back with it, and
            what was given by the other address since is the other’s.
          </p>
          <Button name="do" value={`undo:${id}`}>
            Undo it
          </Button>
        </form>
      )}
    </Note>
  ));
}
