import type { CsvRow } from "~/platform/spreadsheets/read-csv.server";
import { cleanValue } from "~/platform/text";
import { giverKindLabels, paymentMethodLabels, type GiverKind, type OfflineMethod } from "../../payment-methods";
import type { OfflineGiftInput } from "../offline-gift-form";

/** What a list of gifts must have. */
const requiredColumns = ["date", "amount", "how"] as const;

export const missingGiftColumns = (names: readonly string[]): string[] => requiredColumns.filter((name) => !names.includes(name));

/** What each column holds, in words for whoever makes a list. */
export const giftColumnHelp: { name: string; description: string; example: string }[] = [
  { name: "date", description: "The day on which it came: 2026-03-27, 27/03/2026 or 27 March 2026.", example: "2026-03-27" },
  { name: "amount", description: "In pounds: 25, 12.50 or £1,250.00.", example: "25.00" },
  { name: "how", description: "Cheque, cash, standing order, bank transfer, voucher or collection.", example: "cheque" },
  { name: "first_name", description: "May be left out. Or one column “name” with the whole name.", example: "Ada" },
  { name: "last_name", description: "May be left out. The name of a company or collection stands here too.", example: "Byron" },
  { name: "email", description: "May be left out. By it a supporter is known again.", example: "ada@example.org" },
  { name: "address", description: "May be left out. Lines of the postal address.", example: "12 Candle Street" },
  { name: "postcode", description: "May be left out. With the name, a supporter is known again by it.", example: "EX1 1AA" },
  { name: "reference", description: "May be left out. Number of the cheque or voucher, or the bank’s words.", example: "000123" },
  { name: "giver", description: "May be left out: person, several or organisation. Else one person.", example: "person" },
  { name: "fund", description: "May be left out. The name of a fund. Else the general one.", example: "General fund" },
];

/** A list with one gift, to begin from. The mark at its start tells Excel that it is UTF-8. */
export const exampleGiftCsv = `\uFEFF${giftColumnHelp.map(({ name }) => name).join(",")}\r\n${giftColumnHelp.map(({ example }) => example).join(",")}\r\n`;

const otherNames: Record<string, string> = {
  received: "date",
  received_on: "date",
  date_received: "date",
  payment_date: "date",
  gift: "amount",
  sum: "amount",
  method: "how",
  how_it_came: "how",
  payment_method: "how",
  type: "how",
  firstname: "first_name",
  forename: "first_name",
  lastname: "last_name",
  surname: "last_name",
  full_name: "name",
  e_mail: "email",
  email_address: "email",
  post_code: "postcode",
  bank_reference: "reference",
  cheque_number: "reference",
  who: "giver",
};

/** Header names as people and their programs write them: "Date received" is date, "Surname:" is last_name. */
export function normalizeGiftColumn(text: string): string {
  const name = cleanValue(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
  return otherNames[name] ?? name;
}

const words = (text: string | undefined): string =>
  cleanValue(text)
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, " ")
    .trim();

const methodsByWord: Record<string, OfflineMethod> = {
  check: "cheque",
  so: "standing_order",
  transfer: "bank_transfer",
  bacs: "bank_transfer",
  "faster payment": "bank_transfer",
  voucher: "voucher",
  caf: "voucher",
  "caf voucher": "voucher",
  "in memory": "collection",
  "in memory collection": "collection",
  ...(Object.fromEntries(Object.entries(paymentMethodLabels).map(([method, label]) => [label.toLowerCase(), method])) as Record<
    string,
    OfflineMethod
  >),
};

const giversByWord: Record<string, GiverKind> = {
  several: "several",
  group: "organisation",
  company: "organisation",
  organisation: "organisation",
  organization: "organisation",
  person: "person",
  ...(Object.fromEntries(Object.entries(giverKindLabels).map(([kind, label]) => [label.toLowerCase(), kind])) as Record<string, GiverKind>),
};

/** What spreadsheets make of a formula, or of one that failed. */
const formula = /^'?\s*(?:[=@＝＠]|[+\-＋－](?=.*[(=!])|#(?:REF|N\/A|NAME|VALUE|DIV|NUM|NULL)\b)/iu;

/**
 * The fields of a gift in a line of a list.
 * @returns what is wrong, in words that name the column, where a cell holds a formula: what it would show is not known here
 */
export function toGiftInput(line: CsvRow): { input: OfflineGiftInput } | { wrong: string } {
  for (const { name } of [...giftColumnHelp, { name: "name" }])
    if (formula.test(cleanValue(line[name]))) return { wrong: `${name}: a formula stands there. Enter what it should show` };
  const [first, last] = splitName(line);
  const how = words(line["how"]);
  return {
    input: {
      method: methodsByWord[how] ?? how,
      receivedOn: line["date"] ?? "",
      amount: line["amount"] ?? "",
      giver: giversByWord[words(line["giver"])] ?? words(line["giver"]),
      first,
      last,
      email: line["email"] ?? "",
      address: line["address"] ?? "",
      postcode: line["postcode"] ?? "",
      bankReference: line["reference"] ?? "",
      fund: line["fund"] ?? "",
    },
  };
}

/** First and last name; out of one column with the whole name, its last word is the last name. */
function splitName(line: CsvRow): [string, string] {
  const [first = "", last = ""] = [line["first_name"], line["last_name"]];
  const whole = cleanValue(line["name"]);
  if (first !== "" || last !== "" || whole === "") return [first, last];
  const space = whole.lastIndexOf(" ");
  return space < 0 ? ["", whole] : [whole.slice(0, space), whole.slice(space + 1)];
}

/** As the columns are called in the form, where that differs. */
const columnOfField: Record<string, string> = {
  method: "how",
  receivedOn: "date",
  first: "first_name",
  last: "last_name",
  bankReference: "reference",
};

/** The first thing that is wrong with a line, in words that name the column. */
export const lineMistake = ({ field, message }: { field: string; message: string }): string =>
  `${columnOfField[field] ?? field}: ${message}`;
