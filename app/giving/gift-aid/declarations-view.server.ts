import { londonDate } from "~/platform/london-dates";
import { isActive } from "./declaration-coverage";
import { listDeclarations, latestDetails, type DeclarationWithChanges } from "./declarations.server";
import { scopeLabel, agreedWording } from "./declaration-wording";
import type { DeclarationView } from "./ui/declaration-card";

type DeclarantDetails = { firstName: string; lastName: string; house: string; postcode: string | null };

const fullName = ({ firstName, lastName }: DeclarantDetails) => [firstName, lastName].filter(Boolean).join(" ");
const homeAddressText = ({ house, postcode }: DeclarantDetails) => `${house}, ${postcode ?? "outside the United Kingdom"}`;

function toDeclarationView(declaration: DeclarationWithChanges): DeclarationView {
  const details = latestDetails(declaration);
  const versions: DeclarantDetails[] = [declaration, ...declaration.changes];
  return {
    id: declaration.id,
    isActive: isActive(declaration),
    wording: agreedWording(declaration),
    scope: scopeLabel(declaration),
    name: fullName(details),
    homeAddress: homeAddressText(details),
    declaredOn: londonDate(declaration.declaredAt),
    cancelledOn: declaration.cancelledAt && londonDate(declaration.cancelledAt),
    earlierDetails: declaration.changes.map((change, index) => {
      const previous = versions[index] ?? declaration;
      return { text: `${fullName(previous)}, ${homeAddressText(previous)}`, until: londonDate(change.reportedAt) };
    }),
  };
}

/** A person's declarations as their own page shows them, newest first, and the home that is told now. */
export async function getDeclarationsView(
  supporterId: string,
): Promise<{ declarations: DeclarationView[]; home: { house: string; postcode: string | null } | null }> {
  const declarations = await listDeclarations(supporterId);
  const active = declarations.find(isActive);
  const details = active && latestDetails(active);
  return { declarations: declarations.map(toDeclarationView), home: details ? { house: details.house, postcode: details.postcode } : null };
}
