import type { Declaration, Donation, Plan } from "~/../prisma/client/client";

/** A form that was left unfinished is filled in again for a week. */
export const restorableForMs = 7 * 24 * 60 * 60 * 1000;

export const checkboxValue = (isChecked: boolean): string => (isChecked ? "yes" : "");

type Giver = Pick<Donation | Plan, "firstName" | "lastName" | "email" | "wantsNews" | "source">;

/** What a form says of who sent it: only its own browser sees that again. */
export const giverFields = ({ firstName, lastName, email, wantsNews, source }: Giver) => ({
  first: firstName,
  last: lastName,
  email,
  news: checkboxValue(wantsNews),
  source: new URLSearchParams(source as Record<string, string>).toString(),
});

/** The Gift Aid part, where a declaration was made. */
export const declarationFields = (declaration: Declaration | null) =>
  declaration && {
    giftaid: "yes",
    house: declaration.house,
    postcode: declaration.postcode ?? "",
    overseas: checkboxValue(declaration.postcode === null),
  };
