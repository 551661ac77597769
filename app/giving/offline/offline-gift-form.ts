import { Temporal } from "temporal-polyfill";
import { parseEmail } from "~/platform/email-address";
import { formatLondonDate } from "~/platform/london-dates";
import { formatPoundsShort, parseAmount, pence, type AmountRefusal, type Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import { cleanValue, stripInvisible } from "~/platform/text";
import { readTypedDate, type DateOrder } from "~/platform/typed-date";
import { findNameError, hasControlCharacter, normalizeLine } from "~/supporters/person-form";
import { generalFundId } from "../funds/fund";
import { giverKinds, offlineMethods, type GiverKind, type OfflineMethod } from "../payment-methods";

/** A gift as staff write it down. `receivedOn`: the London date on which the money came; "" stands for what is not known. */
export type OfflineGift = {
  method: OfflineMethod;
  giverKind: GiverKind;
  receivedOn: string;
  pence: Pence;
  /** Of a company, a group or a collection the name stands in `lastName`. */
  firstName: string;
  lastName: string;
  /** In lower case. */
  email: string;
  /** Lines of a postal address. */
  address: string;
  /** As Royal Mail writes it. */
  postcode: string | null;
  /** Of the cheque, the voucher or the bank's statement. */
  bankReference: string;
  fundId: string;
};

/** A fund that takes gifts. */
export type OpenFund = { id: string; name: string };

/** What is typed into its fields; a line of a file has the same. */
export type OfflineGiftInput = Partial<
  Record<
    "method" | "giver" | "receivedOn" | "amount" | "first" | "last" | "email" | "address" | "postcode" | "bankReference" | "fund",
    string
  >
>;

const mostYears = 6;
export const mostPence = pence(100_000_000);
export const maxLengths = { last: 120, address: 200, bankReference: 60 } as const;

const amountMessages: Record<AmountRefusal, string> = {
  empty: "Enter the amount, such as 25 or 12.50",
  "not-a-number": "Enter the amount as a number, such as 25 or 1,250.50",
  "too-precise": "The amount has parts of a penny: enter pounds and pence, such as 12.50",
  negative: "The amount is below zero. Money that went back is recorded on the donation itself, as a refund",
  "too-small": "The amount is 0: enter what came, one penny at least",
  "too-large": `The amount is more than ${formatPoundsShort(mostPence)}: check it. A larger donation is entered in parts`,
};

/** The first London date that can be entered: what is older is kept nowhere. */
export const firstReceivedOn = (today: string): string => Temporal.PlainDate.from(today).subtract({ years: mostYears }).toString();

function parseReceivedOn(text: string, today: string, order: DateOrder): { date: string } | { wrong: string } {
  if (cleanValue(text) === "") return { wrong: "Enter the day on which it came, such as 27/3/2026" };
  if (/^\d{1,2}[\s./-]\d{1,2}[\s./-]\d{2}$/.test(cleanValue(text)))
    return { wrong: "Enter the year of the day in four digits, such as 27/3/2026" };
  const read = readTypedDate(text, order);
  if (read === "not-a-date") return { wrong: "Enter the day on which it came as a day, such as 27/3/2026" };
  if (read === "no-such-day") return { wrong: "There is no such day: check the day on which it came" };
  if (read.date > today) return { wrong: "The day on which it came can’t be after today" };
  const first = firstReceivedOn(today);
  return read.date < first ? { wrong: `The day on which it came can’t be before ${formatLondonDate(first)}: nothing older is kept` } : read;
}

/** Lines of an address: one form of each letter, nothing invisible, no empty lines. */
const normalizeLines = (text: string | undefined): string =>
  stripInvisible((text ?? "").normalize("NFC"))
    .split(/\r\n?|\n/)
    .map(normalizeLine)
    .filter(Boolean)
    .join("\n");

/**
 * Reads a gift that staff write down.
 * @param today the London date of today
 * @param normalisePostcode puts a UK postcode in its official form, or gives null
 * @param options `funds` that take gifts: one is named by id or name; `order` of the day's numbers
 */
export function parseOfflineGift(
  input: OfflineGiftInput,
  today: string,
  normalisePostcode: (text: string) => string | null,
  { funds, order = "day_first" }: { funds: readonly OpenFund[]; order?: DateOrder },
): { gift: OfflineGift } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const add = (field: string, message: string) => void errors.push({ field, message });
  const method = offlineMethods.find((each) => each === input.method);
  if (!method) add("method", "Choose how it came");
  const received = parseReceivedOn(input.receivedOn ?? "", today, order);
  if ("wrong" in received) add("receivedOn", received.wrong);
  const amount = parseAmount(input.amount ?? "", { min: pence(1), max: mostPence });
  if (!amount.ok) add("amount", amountMessages[amount.reason]);
  // What several gave together is theirs together, whatever was chosen.
  const giverKind = method === "collection" ? "several" : giverKinds.find((each) => each === (input.giver || "person"));
  if (!giverKind) add("giver", "Choose who gave it");
  const [firstName, lastName] = readName(input, giverKind ?? "person", add);
  const email = cleanValue(input.email) === "" ? { email: "" } : parseEmail(input.email, "");
  if ("wrong" in email) add("email", email.wrong);
  const address = normalizeLines(input.address);
  if (hasControlCharacter(address.replaceAll("\n", ""))) add("address", "The address has a sign that can’t be shown: type it again");
  if ([...address].length > maxLengths.address) add("address", `Shorten the address to ${maxLengths.address} characters`);
  const typedPostcode = cleanValue(input.postcode);
  const postcode = typedPostcode === "" ? null : normalisePostcode(typedPostcode.replace(/[\s.\p{Pd}]/gu, ""));
  if (typedPostcode !== "" && postcode === null)
    add("postcode", "Check the postcode: it should look like SW1A 1AA. One from abroad goes into the address");
  const bankReference = normalizeLine(input.bankReference);
  if (hasControlCharacter(bankReference)) add("bankReference", "The reference has a sign that can’t be shown: type it again");
  if ([...bankReference].length > maxLengths.bankReference)
    add("bankReference", `Shorten the reference to ${maxLengths.bankReference} characters`);
  const fundName = normalizeLine(input.fund) || generalFundId;
  const fund = funds.find(({ id, name }) => id === fundName || name.toLowerCase() === fundName.toLowerCase());
  if (!fund) add("fund", "Choose a fund that takes donations");
  if (errors.length > 0 || !method || !fund || "wrong" in received || !amount.ok || !giverKind || "wrong" in email) return { errors };
  return {
    gift: {
      method,
      giverKind,
      receivedOn: received.date,
      pence: amount.pence,
      firstName,
      lastName,
      email: email.email.toLowerCase(),
      address,
      postcode,
      bankReference,
      fundId: fund.id,
    },
  };
}

function readName(
  input: OfflineGiftInput,
  giverKind: GiverKind,
  add: (field: string, message: string) => void,
): [first: string, last: string] {
  const [first, last] = [normalizeLine(input.first), normalizeLine(input.last)];
  if (giverKind === "person") {
    for (const error of [findNameError(first, "first", "first name"), findNameError(last, "last", "last name")])
      if (error) add(error.field, error.message);
    return [first, last];
  }
  const whole = [first, last].filter(Boolean).join(" ");
  if (whole === "" && giverKind === "organisation") add("last", "Enter the name of the company or group");
  if (hasControlCharacter(whole)) add("last", "The name has a sign that can’t be shown: type it again");
  if ([...whole].length > maxLengths.last) add("last", `Shorten the name to ${maxLengths.last} characters`);
  return ["", whole];
}
