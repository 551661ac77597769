/** What was just done, said once at the top of the page that follows. */
export function SavedMessage({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <p>{message}</p>
    </div>
  );
}
