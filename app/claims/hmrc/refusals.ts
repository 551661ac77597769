import type { HmrcError } from "./read-reply";

/**
 * What an error of HMRC's means for a claim.
 * "not-taken": nothing was taken, and it can be handed in again once that is put right. "rows": the lines named are wrong.
 * "not-known": HMRC may or may not have it: its list is to be looked at before anything else. "no-record": HMRC knows of no such submission.
 */
export type RefusalKind = "not-taken" | "rows" | "not-known" | "no-record";

/** Source: HMRC's Transaction Engine, error numbers as its own open-source clients treat them. */
const kinds: Record<string, RefusalKind> = {
  "1000": "not-known",
  "2005": "not-known",
  "3000": "not-known",
  "2000": "no-record",
  "5999": "no-record",
};

/** What to do, in words for staff, where HMRC's own words do not say it. */
const advice: Record<string, string> = {
  "1000": "HMRC’s service failed. Look at HMRC’s list before sending anything again.",
  "1001": "HMRC could not read the message around the claim. Nothing was taken. Tell whoever looks after this site.",
  "1002": "HMRC does not know the user name or password in the settings. Nothing was taken.",
  "1046": "HMRC does not know the user name or password in the settings, or it is not enrolled for Charities Online. Nothing was taken.",
  "2000": "HMRC has no such submission.",
  "2001": "HMRC finds the claim too big. Nothing was taken.",
  "2005": "HMRC’s back office was silent: it may have the claim, or not. Look at HMRC’s list before sending anything again.",
  "2021": "The claim’s mark is not the one that HMRC computes. Nothing was taken. Tell whoever looks after this site.",
  "2022": "The claim’s mark is missing. Nothing was taken. Tell whoever looks after this site.",
  "3000": "HMRC could not process the claim. Look at HMRC’s list, then send it again.",
  "5005": "HMRC’s reference in the settings is not the one in the claim. Nothing was taken.",
  "5999": "HMRC has no such submission.",
  "7020": "HMRC knows the charity’s nominee by another number: compare the settings with what HMRC holds.",
  "7026": "The authorised official’s name is missing from the settings.",
  "7029": "The regulator is missing from the settings.",
  "7030": "HMRC’s reference in the settings is not the one in the claim.",
  "7031": "The number at the regulator is missing from the settings.",
  "7033": "A reference that starts with CH or CF must have no regulator beside it: look at the settings.",
};

const fieldWords: Record<string, string> = {
  Ttl: "The title",
  Fore: "The first name",
  Sur: "The last name",
  House: "The house name or number",
  Postcode: "The postcode",
  Overseas: "The mark for abroad",
  Date: "The date",
  Total: "The sum",
  AggDonation: "The description of small gifts",
  Donor: "The donor",
};

const schemaWords: Record<string, string> = {
  "4051": "is in the wrong place or should not be there",
  "4053": "lacks a part",
  "4065": "is not as HMRC takes it",
  "4066": "has signs or a length that HMRC does not take",
  "4082": "is not as HMRC takes it",
};

/** What is wrong in words for staff; "" where only HMRC's own words say it. */
function adviceOn({ number, field }: HmrcError): string {
  const subject = field === null ? undefined : fieldWords[field];
  return advice[number] ?? (subject && schemaWords[number] ? `${subject} ${schemaWords[number]}.` : "");
}

/** An error in words for staff, with HMRC's number and own words behind it. */
export function describeError(error: HmrcError): string {
  return [adviceOn(error), error.text && `HMRC says: ${error.text}`, `(${error.number})`].filter(Boolean).join(" ");
}

/** What all errors of one answer together mean. Whatever leaves the outcome open counts before all else. */
export function refusalKind(errors: readonly HmrcError[]): RefusalKind {
  const found = new Set(errors.map(({ number, line }) => kinds[number] ?? (line === null ? "not-taken" : "rows")));
  if (errors.length === 0) return "not-known";
  const general = [...errors].filter(({ number, line }) => line === null && number !== "3001" && !kinds[number]);
  if (found.has("not-known")) return "not-known";
  if (found.has("no-record")) return "no-record";
  return found.has("rows") && general.length === 0 ? "rows" : "not-taken";
}

/** What HMRC says of each line of the claim, by the line's number from 1; one fault often gives several errors, which are told as one. */
export function errorsByLine(errors: readonly HmrcError[]): Map<number, string> {
  const lines = new Set(errors.map(({ line }) => line).filter((line) => line !== null));
  return new Map([...lines].map((line) => [line, describeFaults(errors.filter((error) => error.line === line))]));
}

function describeFaults(errors: readonly HmrcError[]): string {
  const tell = (what: string) => {
    const ofFault = errors.filter((error) => adviceOn(error) === what);
    const said = [...new Set(ofFault.map(({ text }) => text))].map((text) => {
      const numbers = new Set(ofFault.filter((error) => error.text === text).map(({ number }) => number));
      return [text, `(${[...numbers].join(", ")})`].filter(Boolean).join(" ");
    });
    return [what, `HMRC says: ${said.join("; ")}`].filter(Boolean).join(" ");
  };
  return [...new Set(errors.map(adviceOn))].map(tell).join(". ");
}
