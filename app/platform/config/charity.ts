import { z } from "zod";
import { giftAidSettingsSchema } from "./gift-aid-settings";

const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/i, "write a colour as #rrggbb");
const httpsUrl = z.url({ protocol: /^https?$/, error: "write a full address, such as https://example.org/accounts" });
const penceSchema = z.int("write whole pence, such as 1500 for £15");
const rateSchema = z.number().min(0).max(0.2);
const financialYearAdvice = "write the day on which your financial year ends, such as 03-31";

const charityFields = z.strictObject({
  /** true only for the demonstration that ships with Roomlight; a live site refuses it. */
  demonstration: z.boolean().default(false),
  name: z.string().min(2).max(80),
  legalName: z.string().min(2).max(160),
  /** Who registered it (Charity Commission, OSCR or CCNI) and under which number; null only in the demonstration. */
  registration: z.strictObject({ regulator: z.string().min(3), number: z.string().min(5), url: httpsUrl }).nullable(),
  /** The day on which its financial year ends, MM-DD: the law has accounts kept for six years from it. */
  financialYearEnd: z
    .string(financialYearAdvice)
    .regex(/^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|[12]\d)$/, financialYearAdvice),
  address: z.array(z.string().min(1)).min(2, "write the address as a list of lines"),
  email: z.email("write an email address that a person reads"),
  phone: z.string().nullable(),
  safeguarding: z.strictObject({ name: z.string().min(2), email: z.email(), phone: z.string().nullable() }),
  colours: z.strictObject({ night: colourSchema, lamp: colourSchema }),
  links: z.strictObject({ accounts: httpsUrl.nullable() }),
  social: z.array(z.strictObject({ name: z.string().min(2), url: httpsUrl })),
  /** What one room costs in a week, and what each £100 of it is spent on. */
  roomWeekPence: penceSchema.min(100),
  spending: z
    .array(z.strictObject({ what: z.string().min(3), percent: z.int().min(1).max(100) }))
    .min(1)
    .refine((parts) => parts.reduce((sum, { percent }) => sum + percent, 0) === 100, "the percentages must add up to 100"),
  giving: z.strictObject({
    /** The suggested sums for a single gift, each with what it does. */
    amounts: z
      .array(z.strictObject({ pence: penceSchema, does: z.string().min(3).max(80) }))
      .min(2)
      .max(6),
    minPence: penceSchema.min(100, "Stripe and common sense take no less than 100"),
    maxPence: penceSchema.max(2_500_000, "the cap is 2500000 (£25,000)"),
    /** What happens if more, or less, comes in than is needed. The law asks that it be said where gifts are asked for. */
    secondaryPurpose: z.string().min(20),
  }),
  sponsoring: z.strictObject({
    /** The suggested weekly sums of a sponsor, each with what it does. */
    amounts: z
      .array(z.strictObject({ pence: penceSchema.min(250, "a sponsor gives 250 or more each week"), does: z.string().min(3).max(80) }))
      .min(2)
      .max(6),
  }),
  /** How Gift Aid is claimed from HMRC; null: it is not claimed here. */
  giftAid: giftAidSettingsSchema.nullable().default(null),
  /** What Stripe takes. checkedOn: the day somebody last compared this with Stripe's price page. */
  fees: z.strictObject({
    checkedOn: z.iso.date(),
    card: z.strictObject({ rate: rateSchema, fixedPence: penceSchema }),
    bacs: z.strictObject({ rate: rateSchema, minPence: penceSchema, maxPence: penceSchema }),
    billing: z.strictObject({ rate: rateSchema }),
  }),
});

/** Who the charity is, in the words its supporters read. Read from the JSON file that CHARITY_FILE names. */
export const charitySchema = charityFields.refine(({ giftAid, legalName }) => giftAid === null || /^[A-Za-z0-9].*$/.test(legalName), {
  path: ["legalName"],
  error: "HMRC takes a name in one line that begins with a letter from A to Z or a digit: claims would be refused",
});

export type Charity = z.infer<typeof charitySchema>;

/** The charity that an unconfigured site shows. Every screen says that it is one. */
export const demonstrationCharity: Charity = {
  demonstration: true,
  name: "Roomlight",
  legalName: "Roomlight (demonstration charity)",
  registration: null,
  financialYearEnd: "03-31",
  address: ["Roomlight (demonstration)", "1 Example Street", "London", "EX1 1AA"],
  email: "hello@roomlight.example",
  phone: null,
  safeguarding: { name: "Safeguarding lead (demonstration)", email: "safeguarding@roomlight.example", phone: null },
  colours: { night: "#14204a", lamp: "#ffc847" },
  links: { accounts: null },
  social: [],
  roomWeekPence: 10_000,
  spending: [
    { what: "Rent, heating and light", percent: 58 },
    { what: "Locks, repairs and safety", percent: 17 },
    { what: "Food, bedding and a first set of clothes", percent: 15 },
    { what: "Running the charity", percent: 10 },
  ],
  giving: {
    amounts: [
      { pence: 1500, does: "One room for one night" },
      { pence: 3000, does: "One room for two nights" },
      { pence: 5000, does: "Half a week of one room" },
      { pence: 10_000, does: "One room, one whole week" },
    ],
    minPence: 100,
    maxPence: 2_500_000,
    secondaryPurpose:
      "If a room’s week is already paid for, your donation goes to the next room that is not. If we ever raise more than the rooms need, it helps people settle after they leave one. If we raise less, we keep as many rooms going as the money allows.",
  },
  sponsoring: {
    amounts: [
      { pence: 250, does: "A fortieth of a room" },
      { pence: 500, does: "A twentieth of a room" },
      { pence: 1000, does: "A tenth of a room" },
    ],
  },
  giftAid: {
    hmrcReference: "AB12345",
    regulator: { name: "CCEW", number: "1234567" },
    official: {
      name: { title: null, firstName: "Robin", lastName: "Example" },
      trustee: null,
      postcode: "SW1A 1AA",
      phone: "020 7946 0000",
    },
    yearEnd: "04-05",
    aggregatesSmallGifts: false,
    tellFromPence: 50_000,
  },
  fees: {
    checkedOn: "2026-08-03",
    card: { rate: 0.015, fixedPence: 20 },
    bacs: { rate: 0.01, minPence: 20, maxPence: 400 },
    billing: { rate: 0.007 },
  },
};
