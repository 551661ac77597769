import { z } from "zod";

const person = z.strictObject({
  title: z
    .string()
    .regex(/^[A-Za-z][A-Za-z'-]{0,3}$/, "write up to 4 letters without a full stop, such as Mrs")
    .nullable()
    .default(null),
  firstName: z.string().regex(/^[A-Za-z][A-Za-z'-]{0,34}$/, "HMRC takes 1 to 35 letters, hyphens and apostrophes: no space, dot or accent"),
  lastName: z
    .string()
    .regex(/^[A-Za-z0-9 ,.()/&\-']{1,35}$/, "HMRC takes 1 to 35 letters, digits, spaces, hyphens and apostrophes: no accent"),
});

const official = z
  .strictObject({
    name: person.nullable().default(null),
    /** A corporate trustee instead of a person. */
    trustee: z
      .string()
      .regex(/^[a-zA-Z0-9].{0,159}$/, "write 1 to 160 characters that begin with a letter or digit")
      .nullable()
      .default(null),
    /** null: outside the United Kingdom. */
    postcode: z
      .string()
      .regex(
        /^([A-Z][0-9][0-9A-Z]?|[A-Z][A-HJ-Y][0-9][0-9A-Z]?) [0-9][A-Z]{2}$/,
        "write the postcode that HMRC holds, in capitals with one space, or null abroad",
      )
      .nullable(),
    phone: z.string().regex(/^[0-9()\-\s]{1,30}$/, "write the telephone number that HMRC holds, without a +"),
  })
  .refine(({ name, trustee }) => (name === null) !== (trustee === null), "write either name or trustee");

const regulatorNumber = z.string().min(1).max(20, "write the number at the regulator, up to 20 characters");

/** What HMRC knows the charity by, exactly as HMRC holds it. */
export const hmrcCharitySchema = z.strictObject({
  hmrcReference: z.string().regex(/^[A-Z]{1,2}[0-9]{1,5}$/, "write HMRC's reference for the charity, such as AB12345"),
  /** null: none; "not needed": for references that start with CH or CF. */
  regulator: z.union([
    z.strictObject({ name: z.enum(["CCEW", "CCNI", "OSCR"]), number: regulatorNumber }),
    z.strictObject({ other: z.string().min(1).max(160), number: regulatorNumber }),
    z.literal("not needed"),
    z.null(),
  ]),
  /** The authorised official, as HMRC holds them. */
  official,
});

export type HmrcCharity = z.infer<typeof hmrcCharitySchema>;

const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "write month and day, such as 04-05 or 03-31")
  .refine(
    (text) => !["02-30", "02-31", "04-31", "06-31", "09-31", "11-31"].includes(text),
    "there is no such day: write month and day, such as 03-31",
  );

/** How the charity claims Gift Aid. */
export const giftAidSettingsSchema = hmrcCharitySchema
  .extend({
    /** The last day of the charity's accounting year: gifts of two years never share a line, and a claim may reach four years back from its end. */
    yearEnd: monthDay.default("04-05"),
    /** Whether gifts under £30 of several donors are claimed as one line without names. */
    aggregatesSmallGifts: z.boolean().default(false),
    /** Treasurers are told by email once so much Gift Aid can be claimed, in pence. */
    tellFromPence: z.number().int().positive().default(50_000),
  })
  .refine(
    ({ hmrcReference, regulator }) => /^C[HF]/.test(hmrcReference) === (regulator === "not needed"),
    'regulator: "not needed" is for references that start with CH or CF, and only for them',
  );
