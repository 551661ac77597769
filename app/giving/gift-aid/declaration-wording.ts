import { scopeLabels, declarationWordings, type DeclarationScope } from "./gift-aid";

/** The scopes that can be declared on one's own pages, where there is no "this gift". */
export const supporterScopes = ["this_and_future", "this_future_and_past"] as const;
export type SupporterScope = (typeof supporterScopes)[number];

export const supporterScopeLabels: Record<SupporterScope, string> = {
  this_and_future: "Every donation I make from now on",
  this_future_and_past: "Every donation I make from now on, and any in the past four years",
};

type DeclarationTerms = { scope: DeclarationScope; via: string; wording: string; charityName: string };

/** Those that were made with no gift. */
const withoutGift = ["supporter", "paper", "phone"];

/** Which gifts a declaration covers, in the words that were chosen. */
export const scopeLabel = ({ scope, via }: DeclarationTerms): string =>
  withoutGift.includes(via) && scope !== "this_gift" ? supporterScopeLabels[scope] : scopeLabels[scope];

/** The exact words that were agreed to, out of the version that was shown. */
export function agreedWording({ wording, charityName }: DeclarationTerms): string {
  const declarationWording = declarationWordings.find(({ version }) => version === wording);
  if (!declarationWording) throw new Error(`no wording of Gift Aid is called ${wording}`);
  return `${declarationWording.claimStatement(charityName)} ${declarationWording.explanation}`;
}
