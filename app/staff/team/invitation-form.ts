import { parseEmail } from "~/platform/email-address";
import type { FormError } from "~/platform/ui/error-summary";
import { parseStaffRole, type StaffRole } from "../roles";

export type InvitationInput = { name: string; email: string; role: string };

const controlCharacter = /[\p{Cc}\p{Cs}]/u;

/** Reads the name of somebody on the team. @param message what to say where there is none */
export function parseStaffName(typed: string, message: string): { name: string } | FormError {
  const name = typed.replaceAll(/\s+/g, " ").trim();
  if (name === "") return { field: "name", message };
  if (name.length > 80 || controlCharacter.test(name)) return { field: "name", message: "Enter a name of at most 80 characters" };
  return { name };
}

/** Reads who is to be invited. */
export function parseInvitation(
  input: InvitationInput,
): { invited: { name: string; email: string; role: StaffRole } } | { errors: FormError[] } {
  const named = parseStaffName(input.name, "Enter their name");
  const parsed = parseEmail(input.email, "Enter their email address");
  const role = parseStaffRole(input.role);
  const errors: FormError[] = [];
  if ("message" in named) errors.push(named);
  if ("wrong" in parsed) errors.push({ field: "email", message: parsed.wrong });
  if (!role) errors.push({ field: "role", message: "Choose a role" });
  if ("message" in named || "wrong" in parsed || !role) return { errors };
  return { invited: { name: named.name, email: parsed.email, role } };
}
