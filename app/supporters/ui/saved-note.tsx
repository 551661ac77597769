/** What was just done, said once at the top of the page that follows. */
export function SavedNote({ words }: { words: string | null }) {
  if (words === null) return null;
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <p>{words}</p>
    </div>
  );
}
