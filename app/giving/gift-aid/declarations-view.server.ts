import { londonDate } from "~/platform/london-dates";
import { isOpen } from "./declaration-coverage";
import { declarationsOf, toldIn, type WholeDeclaration } from "./declarations.server";
import { scopeOf, wordsAgreedTo } from "./declaration-wording";
import type { ShownDeclaration } from "./ui/declaration-card";

type Told = { firstName: string; lastName: string; house: string; postcode: string | null };

const nameOf = ({ firstName, lastName }: Told) => [firstName, lastName].filter(Boolean).join(" ");
const homeOf = ({ house, postcode }: Told) => `${house}, ${postcode ?? "outside the United Kingdom"}`;

function shown(declaration: WholeDeclaration): ShownDeclaration {
  const latest = toldIn(declaration);
  const versions: Told[] = [declaration, ...declaration.changes];
  return {
    id: declaration.id,
    open: isOpen(declaration),
    wording: wordsAgreedTo(declaration),
    scope: scopeOf(declaration),
    name: nameOf(latest),
    home: homeOf(latest),
    declaredOn: londonDate(declaration.declaredAt),
    cancelledOn: declaration.cancelledAt && londonDate(declaration.cancelledAt),
    earlier: declaration.changes.map((change, index) => {
      const before = versions[index] ?? declaration;
      return { words: `${nameOf(before)}, ${homeOf(before)}`, until: londonDate(change.toldAt) };
    }),
  };
}

/** A person's declarations as their own page shows them, newest first, and the home that is told now. */
export async function showDeclarations(
  supporterId: string,
): Promise<{ declarations: ShownDeclaration[]; home: { house: string; postcode: string | null } | null }> {
  const declarations = await declarationsOf(supporterId);
  const open = declarations.find(isOpen);
  const told = open && toldIn(open);
  return { declarations: declarations.map(shown), home: told ? { house: told.house, postcode: told.postcode } : null };
}
