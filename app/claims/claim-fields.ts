/**
 * A donor's name and home as HMRC takes them: in the XML of a claim, and in the schedule, whose reader drops what is
 * outside Latin-1. What is changed only in its writing (apostrophes, hyphens, spaces, capitals) is changed here; what
 * can't be sent is held back with the reason, for a person to look at. Nothing is stripped or cut.
 */

/** As the donor told it. `postcode` null: a home outside the United Kingdom. */
export type DonorDetails = { firstName: string; lastName: string; house: string; postcode: string | null };

/** As it stands in a claim. `title` null: none is sent. */
export type ClaimDetails = DonorDetails & { title: string | null };

export type DetailField = "firstName" | "lastName" | "house" | "postcode";

/** Why a field can't be sent, in words for staff, and what could stand there instead: shown, never used without a person's word. */
export type FieldProblem = { field: DetailField; problem: string; suggestion: string | null };

const apostrophes = /[’‘ʼʹ′＇`´]/gu;
const hyphens = /[‐‑‒–—−﹣－]/gu;
/** What the schedule's reader keeps: https://www.unicode.org/charts/PDF/U0080.pdf without U+00A0, the no-break space. */
const unreadable = /[^\u0020-\u007e\u00a1-\u00ff]/u;
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const nameSigns = /^[\p{L}\p{M} '.-]+$/u;
const formulaStart = /^[=+\-@]/;
const noName = /^(unknown|anonymous|anon|not known|not given|no name|none|test|n[./]?a\.?)$/i;
const titled = /^(mr|mrs|ms|miss|mx|dr|rev|prof|sir|dame|lady|lord)\.? +(?=\S)/i;
/** The pattern of HMRC's schema for R68, version 2.0. It takes Guernsey, Jersey, Man and BF1, but no "BFPO 801". */
const postcodePattern =
  /^(GIR 0AA|(([A-Z][0-9][0-9]?)|(([A-Z][A-HJ-Y][0-9][0-9]?)|(([A-Z][0-9][A-Z])|([A-Z][A-HJ-Y][0-9]?[A-Z])))) [0-9][A-Z]{2})$/;

export const longestName = 35;
export const longestHouse = 40;
const lengthOf = (text: string) => [...text].length;

/** One writing of apostrophes, hyphens and spaces; composed letters. Takes no sign away but spaces that are doubled or at an end. */
const tidy = (text: string): string =>
  text
    .normalize("NFC")
    .replace(apostrophes, "'")
    .replace(hyphens, "-")
    .replace(/[\p{Zs}\t\r\n]+/gu, " ")
    .trim();

/** Letters that are no base letter with a mark over it. */
const spelledOut: Record<string, string> = {
  Ł: "L",
  ł: "l",
  Œ: "Oe",
  œ: "oe",
  Đ: "D",
  đ: "d",
  ı: "i",
  Ħ: "H",
  ħ: "h",
  ẞ: "Ss",
  ŋ: "ng",
  Ŋ: "Ng",
};

/** The text with each letter that HMRC's schedule loses as the nearest one that it keeps; null where some have none. */
function nearestLatin1(text: string): string | null {
  const nearest = [...text].map((sign) => {
    if (!unreadable.test(sign)) return sign;
    return spelledOut[sign] ?? sign.normalize("NFKD").replace(/\p{M}/gu, "");
  });
  const joined = tidy(nearest.join(""));
  return joined === "" || unreadable.test(joined) ? null : joined;
}

const lostSigns = (text: string) => [...new Set([...text].filter((sign) => unreadable.test(sign)))].join(" ");

/** What is wrong with any text of a claim, whichever field it is in. */
function textProblem(text: string): Omit<FieldProblem, "field"> | null {
  if (invisible.test(text))
    return {
      problem: "has a sign that can’t be seen: type it again",
      suggestion: nearestLatin1(text.replace(new RegExp(invisible, "gu"), "")),
    };
  if (unreadable.test(text))
    return {
      problem: `has letters that HMRC’s form loses (${lostSigns(text)}): write it as HMRC should have it`,
      suggestion: nearestLatin1(text),
    };
  if (formulaStart.test(text)) return { problem: "begins like a formula of a spreadsheet", suggestion: null };
  return null;
}

function nameProblem(field: "firstName" | "lastName", name: string): FieldProblem | null {
  const answer = (problem: string, suggestion: string | null = null) => ({ field, problem, suggestion });
  if (name === "") return answer("is missing");
  const problem = textProblem(name);
  if (problem) return { field, ...problem };
  if (noName.test(name)) return answer("is no name");
  if (/\p{N}/u.test(name)) return answer("has digits in it");
  if (!nameSigns.test(name)) return answer("has signs that are no part of a name");
  if (!/\p{L}/u.test(name)) return answer("has no letter in it");
  if (field === "lastName" && name.replace(/[^\p{L}]/gu, "").length === 1)
    return answer("is only an initial: HMRC asks for the whole last name");
  if (lengthOf(name) > longestName)
    return answer(`is longer than the ${longestName} characters that HMRC takes`, field === "firstName" ? ([...name][0] ?? null) : null);
  return null;
}

function houseProblem(house: string, isOverseas: boolean): FieldProblem | null {
  const answer = (problem: string, suggestion: string | null = null): FieldProblem => ({ field: "house", problem, suggestion });
  if (house === "") return answer("is missing: HMRC asks for the house name or number");
  const problem = textProblem(house);
  if (problem) return { field: "house", ...problem };
  if (noName.test(house) || !/[\p{L}\p{N}]/u.test(house)) return answer("is no house name or number");
  if (isOverseas && !/\p{L}.*\p{L}/u.test(house))
    return answer("is not a whole address: outside the UK HMRC asks for all of it in this line");
  if (lengthOf(house) > longestHouse) {
    const cut = [...house].slice(0, longestHouse + 1).join("");
    return answer(
      `is longer than the ${longestHouse} characters that HMRC takes`,
      cut.slice(0, cut.lastIndexOf(" ")).replace(/[ ,]+$/, "") || null,
    );
  }
  return null;
}

/** A postcode in capitals with one space, or what is wrong with it. */
export function cleanPostcode(postcode: string): { postcode: string } | { problem: string } {
  const letters = tidy(postcode).toUpperCase().replace(/ /g, "");
  if (letters === "") return { problem: "is missing" };
  if (/^BFPO\d+$/.test(letters)) return { problem: "is a BFPO number: HMRC takes the BF1 postcode that belongs to it" };
  const spaced = `${letters.slice(0, -3)} ${letters.slice(-3)}`;
  return postcodePattern.test(spaced) ? { postcode: spaced } : { problem: "is no postcode that HMRC takes" };
}

/** A title that stands before a first name goes to its own field, without a full stop: HMRC refuses `Mrs.` */
function splitTitle(firstName: string): { title: string | null; firstName: string } {
  const match = titled.exec(firstName);
  if (!match?.[1]) return { title: null, firstName };
  return { title: match[1][0]?.toUpperCase() + match[1].slice(1).toLowerCase(), firstName: firstName.slice(match[0].length) };
}

/** A donor's details as a claim sends them, or everything that keeps them from being sent. */
export function cleanDetails(told: DonorDetails): { details: ClaimDetails } | { problems: FieldProblem[] } {
  const { title, firstName } = splitTitle(tidy(told.firstName));
  const lastName = tidy(told.lastName);
  const house = tidy(told.house);
  const postcode = told.postcode === null ? null : cleanPostcode(told.postcode);
  const problems = [
    nameProblem("firstName", firstName),
    nameProblem("lastName", lastName),
    houseProblem(house, postcode === null),
    postcode && "problem" in postcode ? ({ field: "postcode", problem: postcode.problem, suggestion: null } satisfies FieldProblem) : null,
  ].filter((each) => each !== null);
  if (problems.length > 0 || (postcode && "problem" in postcode)) return { problems };
  return { details: { title, firstName, lastName, house, postcode: postcode && postcode.postcode } };
}

const fieldLabels: Record<DetailField, string> = { firstName: "First name", lastName: "Last name", house: "House", postcode: "Postcode" };

/** "Last name is missing". */
export const describeProblem = ({ field, problem }: FieldProblem): string => `${fieldLabels[field]} ${problem}`;
