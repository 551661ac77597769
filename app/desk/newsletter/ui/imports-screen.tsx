import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { CsvUpload, RecentImports, type RecentImport } from "~/desk/ui/imports/csv-upload";
import { columnHelp } from "~/newsletter/imports/columns";

type Props = { imports: RecentImport[]; errors: FormError[] };

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
      <CsvUpload columns={columnHelp} exampleFile="/desk/newsletter/lists/example.csv" mostMegabytes={50} errors={errors} />
      <ul>
        <li>A line without the words and the day of a yes is not taken: the law asks for them.</li>
        <li>Nobody who left, complained or asked to be forgotten is brought back, whatever the list says.</li>
        <li>The same list twice changes nothing the second time.</li>
        <li>The file is kept in the site’s own database, and deleted once it is imported, or after a day.</li>
      </ul>
      <RecentImports imports={imports} path="/desk/newsletter/lists" />
      <h2>Download everybody</h2>
      <p>
        One file with everybody who has or had the newsletter: the status of each, and what they agreed to. It names people, so store it
        where only you can read it, and delete it when you are done.
      </p>
      <form method="post" action="/desk/newsletter/lists/export">
        <Button>Download as CSV</Button>
      </form>
    </>
  );
}
