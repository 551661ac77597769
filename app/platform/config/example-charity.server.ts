import example from "../../../docs/charity.example.json";
import { charitySchema, demonstrationCharity, type Charity } from "./charity";

type Field = { path: string; value: string; mayBeNull?: boolean };

/** By what people know the charity and reach it. Sums, spending, fees and colours may well be the example's. */
const identityFields = ({ name, legalName, registration, address, email, phone, safeguarding, links, social, giftAid }: Charity): Field[] =>
  [
    { path: "name", value: name },
    { path: "legalName", value: legalName },
    { path: "registration.number", value: registration?.number },
    { path: "registration.url", value: registration?.url },
    ...address.map((value, index) => ({ path: `address.${index}`, value })),
    { path: "email", value: email },
    { path: "phone", value: phone, mayBeNull: true },
    { path: "safeguarding.name", value: safeguarding.name },
    { path: "safeguarding.email", value: safeguarding.email },
    { path: "safeguarding.phone", value: safeguarding.phone, mayBeNull: true },
    { path: "links.accounts", value: links.accounts, mayBeNull: true },
    { path: "giftAid.hmrcReference", value: giftAid?.hmrcReference },
    { path: "giftAid.official.postcode", value: giftAid?.official.postcode },
    { path: "giftAid.official.phone", value: giftAid?.official.phone },
    ...social.map(({ url: value }, index) => ({ path: `social.${index}.url`, value })),
  ].flatMap(({ value, ...field }) => (typeof value === "string" ? [{ ...field, value }] : []));

const normalize = (text: string) => text.toLowerCase().replaceAll(/[\s()/-]+/g, "");
// HMRC's part of the demonstration too: nothing in it says by itself that it is made up.
const exampleFields = [
  ...identityFields(charitySchema.parse(example)),
  ...identityFields(demonstrationCharity).filter(({ path }) => path.startsWith("giftAid.")),
];
const exampleValues = new Set(exampleFields.map(({ value }) => normalize(value)));

/** Of the example file and of the demonstration, also with something written before or behind. */
const leftover = /your-charity|\(demonstration\b|\b1 example street\b/i;
/** Domains that are nobody's: RFC 2606 and RFC 6761. */
const nobodysDomain = /(^|\.)(example|test|invalid|example\.(com|org|net))$/i;

const hostOf = (value: string) => /^(?:https?:\/\/|[^@\s]+@)([^/:\s>]+)/.exec(value)?.[1] ?? "";

/** Whether an address on the web or of an email is at a domain that is there for examples alone. */
export const isAtNobodysDomain = (value: string): boolean => nobodysDomain.test(hostOf(value));

/** What a charity's file still holds of the example or the demonstration, a line for each field, with what to write instead. */
export function exampleValueErrors(charity: Charity): string[] {
  return identityFields(charity)
    .filter(({ value }) => exampleValues.has(normalize(value)) || leftover.test(value) || isAtNobodysDomain(value))
    .map(
      ({ path, value, mayBeNull }) =>
        `CHARITY_FILE: ${path}: "${value}" is an example: write your charity's own${mayBeNull ? ", or null if it has none" : ""}`,
    );
}
