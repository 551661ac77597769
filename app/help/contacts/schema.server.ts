import { z } from "zod";
import { areaIds, type Contact, needIds, phoneTypes, statuses } from "./contact";

const shortText = z.string().trim().min(2).max(240);
const dateSchema = z.iso.date("write a date as YYYY-MM-DD");
const httpsUrl = z.url({ protocol: /^https$/, error: "write a full https address" });

const phone = z.strictObject({
  shown: z.string().regex(/^\d+( \d+)*$/, "write digits with single spaces, such as 0800 808 3733"),
  type: z.enum(phoneTypes),
});

/** One record as it stands in a file: everything that may be left out has a default. */
export const contactSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "write the id in small letters with hyphens"),
    name: shortText,
    shortName: shortText,
    organisation: shortText,
    serves: shortText,
    phones: z.array(phone).default([]),
    thenPress: z.string().regex(/^\d+$/).nullable().default(null),
    hours: shortText.nullable().default(null),
    languages: shortText.nullable().default(null),
    confidential: shortText.nullable().default(null),
    cost: shortText.nullable().default(null),
    areas: z.array(z.enum(areaIds)).default([]),
    needs: z.array(z.enum(needIds)).default([]),
    url: httpsUrl.nullable().default(null),
    status: z.enum(statuses),
    supersededBy: z.string().nullable().default(null),
    note: shortText.nullable().default(null),
    listedIn: z
      .string()
      .regex(/^\d{4}-\d{2}$/, "write a month as YYYY-MM")
      .nullable()
      .default(null),
    checkedOn: dateSchema.nullable().default(null),
    nextCheck: dateSchema.nullable().default(null),
    source: z.strictObject({ name: shortText, url: httpsUrl.nullable().default(null) }),
    inDirectory: z.boolean().default(true),
  })
  .superRefine((contact, context) => {
    for (const message of recordErrors(contact)) context.addIssue({ code: "custom", message });
  });

/** What a record says against itself, as sentences. */
function recordErrors(contact: Contact): string[] {
  const errors: string[] = [];
  const live = contact.status === "confirmed" || contact.status === "unconfirmed";
  if (contact.status === "confirmed" && !contact.checkedOn) errors.push("a confirmed contact says when it was checked");
  if (contact.status === "unconfirmed" && !contact.listedIn) errors.push("an unconfirmed contact says when it was listed");
  if (live && !contact.nextCheck) errors.push("a contact that people may call says when it is checked next");
  if (live && contact.areas.length === 0) errors.push("a contact that people may call says which areas it covers");
  if (live && contact.phones.length === 0 && !contact.url) errors.push("a contact has a number or a website");
  if (contact.checkedOn && contact.nextCheck && contact.nextCheck <= contact.checkedOn)
    errors.push("the next check comes after the last one");
  if (contact.status === "superseded" && !contact.supersededBy) errors.push("a superseded contact names what took its place");
  if (contact.status !== "superseded" && contact.supersededBy) errors.push("only a superseded contact names what took its place");
  return errors;
}
