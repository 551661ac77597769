import { scopeWords, wordings, type DeclarationScope } from "./gift-aid";

/** The scopes that can be declared on one's own pages, where there is no "this gift". */
export const ownScopes = ["this_and_future", "this_future_and_past"] as const;
export type OwnScope = (typeof ownScopes)[number];

export const ownScopeWords: Record<OwnScope, string> = {
  this_and_future: "Every gift I make from now on",
  this_future_and_past: "Every gift I make from now on, and any in the past four years",
};

type Declared = { scope: DeclarationScope; via: string; wording: string; charityName: string };

/** Which gifts a declaration covers, in the words that were chosen. */
export const scopeOf = ({ scope, via }: Declared): string =>
  via === "supporter" && scope !== "this_gift" ? ownScopeWords[scope] : scopeWords[scope];

/** The exact words that were agreed to, out of the version that was shown. */
export function wordsAgreedTo({ wording, charityName }: Declared): string {
  const agreed = wordings.find(({ version }) => version === wording);
  if (!agreed) throw new Error(`no wording of Gift Aid is called ${wording}`);
  return `${agreed.wish(charityName)} ${agreed.explanation}`;
}
