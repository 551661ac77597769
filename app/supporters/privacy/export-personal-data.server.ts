import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import type { PersonalDataPart, Person, PersonalDataModule } from "./personal-data";
import { findPerson } from "./known-addresses.server";

const emailsDescription: PersonalDataPart["description"] =
  "Emails that we sent you, or wanted to: which kind, about what (the id of a donation, a sponsorship or another row of this file), and when. Their words are made as they are sent and are not kept here; the mail service keeps a copy for some time.";

/**
 * Everything that is kept about a person, as the law on access asks (UK GDPR art. 15 and 20), with what each part is.
 * Left out are only secrets that could be used in their name, and scrambled marks that can't be read by anybody.
 */
export async function exportPersonalData(
  supporterId: string,
  modules: readonly PersonalDataModule[],
): Promise<Record<string, unknown> | null> {
  const person = await findPerson(supporterId);
  if (!person) return null;
  const parts = modules.flatMap((module) => Object.entries(module.parts));
  const contents = await Promise.all(parts.map(async ([name, part]) => [name, await part.load(person)] as const));
  return {
    madeAt: now().toISOString(),
    from: config.charity.legalName,
    notes:
      "Sums are whole pence of pounds sterling. Instants are UTC. Not included: secret tokens, and scrambled marks of network addresses and browsers, which can be compared but not read. Card and bank numbers are not here because we never have them: Stripe does.",
    whatEachPartIs: { ...Object.fromEntries(parts.map(([name, { description }]) => [name, description])), emails: emailsDescription },
    ...Object.fromEntries(contents),
    emails: await listEmailsTo(person, modules),
  };
}

async function listEmailsTo(person: Person, modules: readonly PersonalDataModule[]): Promise<unknown> {
  const ids = (await Promise.all(modules.map((module) => module.listEmailSubjectIds(person)))).flat();
  return await db.$queryRaw`
    SELECT kind, about, created_at AS "createdAt", first_tried_at AS "firstTriedAt", sent_at AS "sentAt", refusal, resend_email_id AS "resendEmailId"
    FROM outgoing_email
    WHERE EXISTS (SELECT FROM jsonb_each_text(about) AS part WHERE part.value = ANY(${ids}))
    ORDER BY created_at, id`;
}
