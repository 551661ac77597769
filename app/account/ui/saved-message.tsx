import { Note } from "~/platform/ui/note";

/** What was just done, said once at the top of the page that follows. */
export function SavedMessage({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <Note role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <p>{message}</p>
    </Note>
  );
}
