import { useSite } from "~/platform/ui/site";
import { Summary } from "~/platform/ui/summary-list";

/** How to reach the charity: email, post, and telephone where it has one. */
export function ContactLines() {
  const { charity } = useSite();
  return (
    <Summary>
      <div>
        <dt>Email</dt>
        <dd>
          <a href={`mailto:${charity.email}`}>{charity.email}</a>
        </dd>
      </div>
      {charity.phone && (
        <div>
          <dt>Telephone</dt>
          <dd>
            <a className="num" href={`tel:${charity.phone.replace(/[^\d+]/g, "")}`}>
              {charity.phone}
            </a>
          </dd>
        </div>
      )}
      <div>
        <dt>Post</dt>
        <dd>{charity.address.join(", ")}</dd>
      </div>
    </Summary>
  );
}
