import type { FormError } from "../http/forms/form-fields";

export type { FormError };

const countTexts = [
  "",
  "One thing",
  "Two things",
  "Three things",
  "Four things",
  "Five things",
  "Six things",
  "Seven things",
  "Eight things",
  "Nine things",
];

/**
 * All mistakes at the top of a form that came back, each a link to its field. Takes the focus as the page opens:
 * `autofocus` works on any element that can take the focus, and without JavaScript.
 */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
  if (errors.length === 0) return null;
  return (
    <div className="errors" role="alert" aria-labelledby="mistakes" tabIndex={-1} {...{ autofocus: "" }}>
      <h2 id="mistakes">{countTexts[errors.length] ?? `${errors.length} things`} to put right</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={field + message}>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
