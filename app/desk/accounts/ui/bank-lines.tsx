import { ScrollTable } from "~/desk/ui/scroll-table";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { FieldError, findError } from "~/platform/ui/text-field";
import { cell, buttonRow } from "~/desk/ui/looks";

type LineView = {
  id: string;
  date: string;
  sum: string;
  description: string;
  match: { href: string; text: string } | null;
  options: { value: string; label: string }[];
};
type BankLinesTableProps = { lines: LineView[]; mayAct: boolean; errors: FormError[] };

/** Bank lines with what they are; those that are not matched come first, with what they might be. */
export function BankLinesTable({ lines, mayAct, errors }: BankLinesTableProps) {
  if (lines.length === 0) return <p>There are no bank lines yet.</p>;
  return (
    <ScrollTable label="Bank lines">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" className="num">
            Sum
          </th>
          <th scope="col">What the bank says</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, date, sum, description, match, options }) => (
          <tr key={id}>
            <th scope="row">{date}</th>
            <td className="num">{sum}</td>
            <td className={cell.words}>{description}</td>
            <td>
              {match ? (
                <a href={match.href}>{match.text}</a>
              ) : mayAct ? (
                <OpenLine id={id} line={`${sum} of ${date}`} options={options} errors={errors} />
              ) : (
                "Not matched yet"
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

type OpenLineProps = { id: string; line: string; options: LineView["options"]; errors: FormError[] };

function OpenLine({ id, line, options, errors }: OpenLineProps) {
  const field = `what-${id}`;
  return (
    <form method="post" action="/desk/bank" className={buttonRow}>
      {options.length > 0 ? (
        <>
          <FieldError field={field} message={findError(errors, field)} />
          <select id={field} name="what" aria-label={`What ${line} is`} defaultValue="">
            <option value="">Not matched yet</option>
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <Button name="do" value={`match:${id}`}>
            It is this<span className="sr-only">: {line}</span>
          </Button>
        </>
      ) : (
        <span>Not matched yet</span>
      )}
      <Button name="do" value={`remove:${id}`}>
        Take away<span className="sr-only">: {line}</span>
      </Button>
    </form>
  );
}
