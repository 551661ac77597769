import { useContext } from "react";
import type { FormError } from "../http/forms/form-fields";
import { RenderContext } from "./site";

export type { FormError };

/**
 * All mistakes at the top of a form that came back, each a link to its field; the page's title begins with "Error: ". Takes the
 * focus as the page opens: `autofocus` works on any element that can take the focus, and without JavaScript. The alert is inside
 * of what takes the focus, and that has no label, as govuk-frontend has it: screen readers would read all of it twice.
 */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
  const { onErrors } = useContext(RenderContext);
  if (errors.length === 0) return null;
  onErrors?.();
  return (
    <div className="errors rounded-md border-4 border-danger bg-surface p-5" tabIndex={-1} {...{ autofocus: "" }}>
      <div role="alert">
        <h2 className="text-xl/[1.2]">There is a problem: {errors.length === 1 ? "1 thing" : `${errors.length} things`} to fix</h2>
        <ul className="mt-3 list-none p-0">
          {errors.map(({ field, message }) => (
            <li key={field + message} className="m-0">
              <a className="inline-flex min-h-11 items-center font-bold text-danger" href={`#${field}`}>
                {message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
