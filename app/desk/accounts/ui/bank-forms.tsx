import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field, TextArea } from "~/platform/ui/text-field";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { SelectField } from "~/desk/ui/select-field";
import { cell, buttonRow } from "~/desk/ui/looks";

type Columns = { date?: number; description?: number; moneyIn?: number; moneyOut?: number | null };
type CheckView = {
  heads: string[];
  columns: Columns;
  rows: { number: number; date: string; sum: string; description: string; verdict: string; isMistake: boolean }[];
  hidden: number;
  counts: { added: number; known: number; notOurs: number; mistakes: number };
};
type StatementFormProps = { input: { statement: string }; check: CheckView | null; errors: FormError[] };

/** A statement is looked at first; then the same form adds its lines. */
export function StatementForm({ input, check, errors }: StatementFormProps) {
  return (
    <form method="post" action="/desk/bank" encType="multipart/form-data" className="form">
      <h2>Add a statement</h2>
      <TextArea
        name="statement"
        label="The statement as CSV, with its head"
        hint="Download it from your bank and paste it here, or choose the file. Days are read with the day first: 3/11/2026 is 3 November. You see first what would be added."
        rows={6}
        defaultValue={input.statement}
        errors={errors}
      />
      <div className="field">
        <label htmlFor="file">Or its file</label>
        <input type="file" id="file" name="file" accept=".csv,text/csv,text/plain" />
      </div>
      {check && <Columns check={check} />}
      <p className={buttonRow}>
        <Button name="do" value="check">
          {check ? "Look at it again" : "Look at it"}
        </Button>
        {check && check.counts.added > 0 && (
          <Button name="do" value="add">
            {check.counts.added === 1 ? "Add 1 line" : `Add ${check.counts.added} lines`}
          </Button>
        )}
      </p>
    </form>
  );
}

function Columns({ check }: { check: CheckView }) {
  const { heads, columns, counts } = check;
  const options = heads.map((head, index) => ({ value: String(index), label: head || `Column ${index + 1}` }));
  const place = (column: number | null | undefined) => (column === undefined || column === null ? "" : String(column));
  const isComplete = columns.date !== undefined && columns.description !== undefined && columns.moneyIn !== undefined;
  return (
    <>
      <h3>Which column is what</h3>
      <SelectField name="dateColumn" label="The day" value={place(columns.date)} options={options} anyLabel="Choose" />
      <SelectField name="descriptionColumn" label="What it was" value={place(columns.description)} options={options} anyLabel="Choose" />
      <SelectField name="inColumn" label="The sum, or the money in" value={place(columns.moneyIn)} options={options} anyLabel="Choose" />
      <SelectField name="outColumn" label="The money out" value={place(columns.moneyOut)} options={options} anyLabel="In the same column" />
      {isComplete ? (
        <>
          <p role="status" id="check">
            {counts.added} to add, {counts.known} here already, {counts.notOurs} about neither Stripe nor HMRC
            {counts.mistakes > 0 && `, ${counts.mistakes} that can’t be read`}. Nothing is added yet.
          </p>
          <CheckedRows check={check} />
        </>
      ) : (
        <p role="status">Say which column is what, then look at it again.</p>
      )}
    </>
  );
}

function CheckedRows({ check: { rows, hidden } }: { check: CheckView }) {
  return (
    <>
      <ScrollTable label="What adding the statement would do">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Day</th>
            <th scope="col" className="num">
              Sum
            </th>
            <th scope="col">What it was</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, date, sum, description, verdict, isMistake }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td>{date || "–"}</td>
              <td className="num">{sum || "–"}</td>
              <td className={cell.words}>{description || "–"}</td>
              <td className={cell.words}>{isMistake ? <strong>{verdict}</strong> : verdict}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {hidden > 0 && <p>And {hidden} more lines.</p>}
    </>
  );
}

type TypedLineFormProps = { input: { date: string; amount: string; description: string }; errors: FormError[] };

/** One line by hand. */
export function TypedLineForm({ input, errors }: TypedLineFormProps) {
  return (
    <details open={errors.some(({ field }) => field in input && field !== "statement")}>
      <summary>Type one line</summary>
      <form method="post" action="/desk/bank" className="form" noValidate>
        <Field name="date" label="The day" hint="Such as 28/11/2026" defaultValue={input.date} errors={errors} />
        <Field
          name="amount"
          label="The sum"
          hint="With a minus where money went out"
          prefix="£"
          inputMode="decimal"
          defaultValue={input.amount}
          errors={errors}
        />
        <Field name="description" label="What the bank line says" defaultValue={input.description} errors={errors} />
        <Button name="do" value="type">
          Add the line
        </Button>
      </form>
    </details>
  );
}
