import { hasControl, oneLine } from "~/supporters/person-form";

/** A home as HMRC asks for it: the whole first line, and the postcode, or null for a home outside the United Kingdom. */
export type Home = { house: string; postcode: string | null };

type Mistake = { field: string; words: string };

/**
 * Reads a home address out of the fields "house", "postcode" and "overseas".
 * @param validPostcode puts a UK postcode in its official form, or gives null
 * @param note is told of each mistake
 */
export function readHome(
  typed: { house?: string; postcode?: string; overseas?: string },
  validPostcode: (text: string) => string | null,
  note: (mistake: Mistake) => void,
): Home {
  const house = oneLine(typed.house);
  if (house === "") note({ field: "house", words: "Write your house name or number and street: HMRC asks for it" });
  else if (hasControl(house)) note({ field: "house", words: "The address has a sign that can’t be shown: type it again" });
  else if ([...house].length > 40)
    note({ field: "house", words: "The first line of the address is longer than the 40 letters that HMRC takes: shorten it" });
  const overseas = typed.overseas === "yes";
  const postcode = overseas ? null : validPostcode((typed.postcode ?? "").replace(/[\s.-]/gu, ""));
  if (!overseas && postcode === null) {
    note({
      field: "postcode",
      words:
        oneLine(typed.postcode) === ""
          ? "Write your postcode, or tick that you live outside the UK"
          : "Check the postcode: it should look like SW1A 1AA",
    });
  }
  return { house, postcode };
}
