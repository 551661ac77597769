import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { columnHelp } from "~/newsletter/imports/columns";

type Props = { imports: { id: string; when: string; summary: string }[]; errors: FormError[] };

/** Where lists come in and go out. */
export function ImportsScreen({ imports, errors }: Props) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Lists of subscribers</h1>
      <h2>Bring people in</h2>
      <p>
        For people who agreed to your newsletter somewhere else, such as on a sign-up sheet or in another mailing program. First the list is
        read and you see what would happen. Nothing changes before you say so.
      </p>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Field
          name="list"
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          label="The list, as a CSV file"
          hint="At most 50 MB. In Excel, choose “Save as” and then “CSV UTF-8”."
          errors={errors}
        />
        <button className="button give">Read this list</button>
      </form>
      <details>
        <summary>What the file has to hold</summary>
        <div className="stack">
          <p>The first line names the columns. Others may be there too: they are not looked at.</p>
          <dl className="summary">
            {columnHelp.map(({ name, description, example }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {description} <span className="block quiet">{example}</span>
                </dd>
              </div>
            ))}
          </dl>
          <p>
            <a href="/desk/newsletter/lists/example.csv">Get a file to begin from</a>
          </p>
        </div>
      </details>
      <ul className="bullets">
        <li>A line without the words and the day of a yes is not taken: the law asks for them.</li>
        <li>Nobody who left, complained or asked to be forgotten is brought back, whatever the list says.</li>
        <li>The same list twice changes nothing the second time.</li>
        <li>The file is kept in the site’s own database, and deleted once it is imported, or after a day.</li>
      </ul>
      {imports.length > 0 && <RecentImports imports={imports} />}
      <h2>Download everybody</h2>
      <p>
        One file with everybody who has or had the newsletter: how it stands with them, and what they agreed to. It names people, so keep it
        where only you can read it, and delete it when you are done.
      </p>
      <form method="post" action="/desk/newsletter/lists/export">
        <button className="button">Download as CSV</button>
      </form>
    </>
  );
}

function RecentImports({ imports }: Pick<Props, "imports">) {
  return (
    <>
      <h2>Lists of the last month</h2>
      <ul className="stack">
        {imports.map(({ id, when, summary }) => (
          <li key={id}>
            <a href={`/desk/newsletter/lists/${id}`}>{when}</a>
            <br />
            <span className="small quiet">{summary}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
