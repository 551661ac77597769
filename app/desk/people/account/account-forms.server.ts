import { confirmGiftIn } from "~/giving/gift-aid/confirm-gift.server";
import { inTransaction } from "~/platform/database/db.server";
import { chosen, personFields, type FormError } from "~/platform/http/forms/form-fields";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requestEmailChangeAtDesk } from "~/supporters/change-email-at-desk.server";
import { parseEmail } from "~/supporters/person-form";
import type { AccountPage } from "./account-page.server";

type By = { id: string; network: string };

export const accountFields = { do: chosen, formId: chosen, email: personFields.email } as const;
export type AccountInput = Partial<Record<keyof typeof accountFields, string>>;
export type AccountResult = { done: string } | { errors: FormError[]; status: number };

const fail = (field: string, message: string, status = 409): AccountResult => ({ errors: [{ field, message }], status });
const about = ({ id }: AccountPage) => ({ kind: "supporter" as const, id });

type AccountForm = (by: By, person: AccountPage, input: AccountInput & { formId: string }, id: string) => Promise<AccountResult>;

/** What staff do at a person's word, by the name of the button. */
export const accountForms: Readonly<Record<string, AccountForm>> = {
  async email(by, person, input) {
    const parsed = parseEmail(input.email, "it has to confirm");
    if ("message" in parsed) return { errors: [parsed], status: 400 };
    const result = await inTransaction(async (tx) => {
      const asked = await requestEmailChangeAtDesk(tx, person.id, { id: input.formId, newEmail: parsed.email });
      if ("requested" in asked && asked.requested) await recordAudit(tx, by, { action: "person.email-change-asked", about: about(person) });
      return asked;
    });
    if ("requested" in result) return { done: "email" };
    return result.refused === "same"
      ? fail("email", "That is the address that we have already", 400)
      : fail("email", "There is no address yet that could be told of the change", 400);
  },
  async "sign-out"(by, person) {
    await inTransaction(async (tx) => {
      const { count } = await tx.supporterSession.deleteMany({ where: { supporterId: person.id } });
      await recordAudit(tx, by, { action: "person.signed-out", about: about(person), became: { browsers: count } });
    });
    return { done: "sign-out" };
  },
  async "confirm-gift"(by, person, _input, id) {
    const isConfirmed = await inTransaction(async (tx) => {
      const confirmed = await confirmGiftIn(tx, person.id, id);
      if (confirmed)
        await recordAudit(tx, by, { action: "gift-aid.gift-confirmed", about: { kind: "gift", id }, became: { supporter: person.id } });
      return confirmed;
    });
    return isConfirmed ? { done: "confirm-gift" } : fail("gifts", "That donation is not one to confirm any more. Nothing was changed");
  },
  async statement(by, person, input, id) {
    const statement = person.statements.find(({ year }) => String(year) === id);
    if (!statement) return fail("statements", "There is no statement of that year");
    if (person.email === null) return fail("statements", "There is no email address to send it to. Download it, and send it by post");
    await inTransaction(async (tx) => {
      const email = { kind: "statement-ready" as const, about: { supporterId: person.id, year: statement.year, request: input.formId } };
      if (await queueEmail(tx, email))
        await recordAudit(tx, by, { action: "person.statement-sent", about: about(person), became: { year: statement.year } });
    });
    return { done: "statement" };
  },
};
