import { z } from "zod";
import { refusal, type Answer } from "./api/answer";

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((given) => (typeof given === "string" ? [given] : given));
const name = z.string().regex(/^[\w-]{1,256}$/, "Tags should only contain ASCII emails, numbers, underscores, or dashes.");
const oneLine = z.string().regex(/^[^\r\n]*$/, "must be one line");

const message = z.object({
  from: z.string(),
  to: oneOrMany,
  cc: oneOrMany.nullish(),
  bcc: oneOrMany.nullish(),
  reply_to: oneOrMany.nullish(),
  subject: oneLine,
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string().regex(/^[!-9;-~]+$/, "must be a header's name"), oneLine).nullish(),
  tags: z.array(z.object({ name, value: name })).nullish(),
  topic_id: z.string().nullish(),
  attachments: z.array(z.object({ filename: z.string().nullish() })).nullish(),
});

export type GivenEmail = z.infer<typeof message>;

const addressShape = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

/** Whether `text` is `address` or `Name <address>`, with lengths as RFC 5321 limits them. */
export function isEmailAddress(text: string): boolean {
  if (/[\r\n]/.test(text)) return false;
  const named = /^\s*[^<>]*<([^<>]+)>\s*$/.exec(text);
  const address = named?.[1] ?? text.trim();
  if (address.length > 254) return false;
  const match =
    /^([\x21-\x3f\x41-\x5b\x5d-\x7e]{1,64}|"[^"\\]{1,62}")@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])$/i.exec(
      address,
    );
  if (!match) return false;
  const local = match[1] ?? "";
  return local.startsWith('"') || (!/[(),:;<>[\]"]/.test(local) && !/^\.|\.$|\.\./.test(local));
}

const missing = (field: string): Answer => refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
const invalid = (message: string): Answer => refusal(422, "validation_error", message);

/** Reads one email as the API is given it, or refuses as Resend does. */
export function checkMessage(given: unknown): { ok: true; email: GivenEmail } | { ok: false; refusal: Answer } {
  const no = (answer: Answer) => ({ ok: false, refusal: answer }) as const;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return no(invalid("The request body must be a JSON object."));
  const fields = given as Record<string, unknown>;
  for (const field of ["from", "to", "subject"]) {
    const value = fields[field];
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) return no(missing(field));
  }
  for (const field of ["template", "scheduled_at"]) {
    if (fields[field] !== undefined) return no(invalid(`The sandbox does not know \`${field}\`.`));
  }
  const parsed = message.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return no(invalid(`Invalid \`${String(issue?.path[0])}\` field. ${issue?.message}`));
  }
  const { data } = parsed;
  if (!isEmailAddress(data.from)) return no(refusal(422, "invalid_from_address", `Invalid \`from\` field. ${addressShape}`));
  if (data.to.length > 50) return no(invalid("The `to` field can have at most 50 addresses."));
  for (const field of ["to", "cc", "bcc", "reply_to"] as const) {
    if (!(data[field] ?? []).every(isEmailAddress)) return no(invalid(`Invalid \`${field}\` field. ${addressShape}`));
  }
  if (!data.html && !data.text) return no(invalid("Missing `html` or `text` field."));
  return { ok: true, email: data };
}
