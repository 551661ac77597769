import { useHelp } from "./help-context";
import { Summary } from "~/platform/ui/summary-list";

/** Whom to call, on pages where something failed or nothing is. The numbers come from the contact records. */
export function UrgentNumbers() {
  const { urgentNumbers = [] } = useHelp();
  return (
    <section aria-labelledby="urgent" className="stack">
      <h2 id="urgent">If you need help now</h2>
      <Summary>
        {urgentNumbers.map(({ name, shown, href, serves }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <a className="num" href={href}>
                {shown}
              </a>
              <br />
              <span className="hint">{serves}</span>
            </dd>
          </div>
        ))}
      </Summary>
    </section>
  );
}
