import { useSite } from "~/platform/ui/site";

/** Where a personal link leads to nobody. */
export function UnknownLink() {
  const { charity } = useSite();
  return (
    <>
      <h1>This link does not work</h1>
      <p className="lead">
        Part of it may be missing: open it from the email itself. Or it belonged to somebody who asked us to delete their data, and then
        nothing is sent to them.
      </p>
      <p>
        If emails come that you don’t want, write to <a href={`mailto:${charity.email}`}>{charity.email}</a> and we stop them.
      </p>
    </>
  );
}
