import { useSite } from "~/platform/ui/site";

/** What happens if more or less comes in than is needed. The law asks that it be said where money is asked for. */
export function SpendingClause() {
  const { charity } = useSite();
  return <p className="text-sm quiet">{charity.secondaryPurpose}</p>;
}
