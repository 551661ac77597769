import { parseEmail } from "~/platform/email-address";
import type { FormError } from "~/platform/ui/error-summary";
import { parseStaffRole, type StaffRole } from "../roles";

export type InvitationInput = { name: string; email: string; role: string };

const controlCharacter = /[\p{Cc}\p{Cs}]/u;

/** Reads who is to be invited. */
export function parseInvitation(
  input: InvitationInput,
): { invited: { name: string; email: string; role: StaffRole } } | { errors: FormError[] } {
  const name = input.name.replaceAll(/\s+/g, " ").trim();
  const parsed = parseEmail(input.email, "Enter their email address");
  const role = parseStaffRole(input.role);
  const errors: FormError[] = [];
  if (name === "") errors.push({ field: "name", message: "Enter their name" });
  else if (name.length > 80 || controlCharacter.test(name))
    errors.push({ field: "name", message: "Enter a name of at most 80 characters" });
  if ("wrong" in parsed) errors.push({ field: "email", message: parsed.wrong });
  if (!role) errors.push({ field: "role", message: "Choose a role" });
  return errors.length > 0 || "wrong" in parsed || !role ? { errors } : { invited: { name, email: parsed.email, role } };
}
