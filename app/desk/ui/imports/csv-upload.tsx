import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { Summary } from "~/platform/ui/summary-list";

type Column = { name: string; description: string; example: string };
type Props = { columns: readonly Column[]; exampleFile: string; mostMegabytes: number; errors: FormError[] };

/** The form that sends a list as a CSV file, in a field named "list", and what the file has to hold. */
export function CsvUpload({ columns, exampleFile, mostMegabytes, errors }: Props) {
  return (
    <>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Field
          name="list"
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          label="The list, as a CSV file"
          hint={`At most ${mostMegabytes} MB. In Excel, choose “Save as” and then “CSV UTF-8”.`}
          errors={errors}
        />
        <Button look="give">Read this list</Button>
      </form>
      <details>
        <summary>What the file has to hold</summary>
        <div className="stack">
          <p>The first line names the columns. Others may be there too: they are not looked at.</p>
          <Summary>
            {columns.map(({ name, description, example }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {description} <span className="block quiet">{example}</span>
                </dd>
              </div>
            ))}
          </Summary>
          <p>
            <a href={exampleFile}>Get a file to begin from</a>
          </p>
        </div>
      </details>
    </>
  );
}

export type RecentImport = { id: string; title: string; summary: string };

/** The lists that came lately, each with the way to it under `path`; nothing where none came. */
export function RecentImports({ imports, path }: { imports: readonly RecentImport[]; path: string }) {
  if (imports.length === 0) return null;
  return (
    <>
      <h2>Lists of the last month</h2>
      <ul className="stack">
        {imports.map(({ id, title, summary }) => (
          <li key={id}>
            <a href={`${path}/${id}`}>{title}</a>
            <br />
            <span className="text-sm quiet">{summary}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
