import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Field } from "~/platform/ui/text-field";
import type { Found, MergePage } from "../merge/merge-page.server";
import { eventLines } from "~/desk/ui/looks";

/** Likely doubles of a person, and a search for others. */
export function OtherRecords({ page, errors }: { page: MergePage; errors: FormError[] }) {
  const { kept, doubles, found, searchText, isGone } = page;
  return (
    <div className="stack">
      {isGone && (
        <Note as="p" role={errors.length > 0 ? undefined : "status"}>
          That record is not here any more, or it is this one.
        </Note>
      )}
      <p>
        This record stays: {kept.name}
        {kept.email && <>, {kept.email}</>}. Find the one that goes into it.
      </p>
      <h2>Likely the same person</h2>
      {doubles.length === 0 ? <p>Nobody with the same postcode or a name much alike.</p> : <FoundList keptId={kept.id} found={doubles} />}
      <h2>Find another</h2>
      <form method="post" action={`/desk/people/${kept.id}/merge`} className="form" noValidate>
        <Field
          name="search"
          label="Name, email address, reference or postcode"
          defaultValue={searchText}
          hint="A name may be misspelt."
          errors={errors}
        />
        <Button name="do" value="search">
          Search
        </Button>
      </form>
      {searchText !== "" && (found.length === 0 ? <p>Nobody else was found.</p> : <FoundList keptId={kept.id} found={found} />)}
    </div>
  );
}

function FoundList({ keptId, found }: { keptId: string; found: Found[] }) {
  return (
    <ul className={eventLines}>
      {found.map(({ id, name, email, why }) => (
        <li key={id}>
          <a href={`/desk/people/${keptId}/merge?with=${id}`}>
            {name}
            {email && <>, {email}</>}
          </a>{" "}
          <span className="quiet">{why}</span>
        </li>
      ))}
    </ul>
  );
}
