/** The field that programs fill in, and people neither see nor reach: `website`. */
export function Honeypot() {
  return (
    <div className="absolute -start-[100vw] size-px overflow-hidden" aria-hidden="true">
      <label htmlFor="website">Leave this empty</label>
      <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
    </div>
  );
}
