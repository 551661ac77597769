import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { isActive } from "./declaration-coverage";
import { listDeclarations, latestDetails, type DeclarationWithChanges } from "./declarations.server";
import { scopeLabel, agreedWording } from "./declaration-wording";
import type { DeclarationView } from "./ui/declaration-card";

type DeclarantDetails = { firstName: string; lastName: string; house: string; postcode: string | null };

const fullName = ({ firstName, lastName }: DeclarantDetails) => [firstName, lastName].filter(Boolean).join(" ");
const homeAddressText = ({ house, postcode }: DeclarantDetails) => `${house}, ${postcode ?? "outside the United Kingdom"}`;

function toDeclarationView(declaration: DeclarationWithChanges, madeWith: string | null): DeclarationView {
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
    madeWith,
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
  const madeWith = await listFirstDonations(declarations.map(({ id }) => id));
  return {
    declarations: declarations.map((each) => toDeclarationView(each, madeWith.get(each.id) ?? null)),
    home: details ? { house: details.house, postcode: details.postcode } : null,
  };
}

/** By declaration, the one-off donation whose form it was made on: its sum and reference tell two declarations of one day apart. */
async function listFirstDonations(declarationIds: string[]): Promise<Map<string, string>> {
  const donations = await db.donation.findMany({
    where: { declarationId: { in: declarationIds }, planId: null, declaration: { via: "donate" } },
    select: { declarationId: true, giftPence: true, coverPence: true, reference: true },
    orderBy: { createdAt: "desc" },
  });
  // The oldest comes last, and so stays.
  return new Map(
    donations.map((donation) => [
      donation.declarationId ?? "",
      `${formatPounds(pence(donation.giftPence + donation.coverPence))}, ${donation.reference}`,
    ]),
  );
}
