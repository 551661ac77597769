import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { roleDescriptions, roleNames, staffRoles, type StaffRole } from "~/staff/roles";
import { cell, buttonRow } from "./looks";
import { Tag } from "~/platform/ui/tag";

type MemberRowProps = {
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  isYou: boolean;
  isInvited: boolean;
  invitedUntil: string | null;
  sessions: number;
  passkeys: number;
  hasApp: boolean;
  lastSeen: string | null;
};

function describeWays({ passkeys, hasApp }: Pick<MemberRowProps, "passkeys" | "hasApp">): string {
  const keys = passkeys === 0 ? [] : [passkeys === 1 ? "1 passkey" : `${passkeys} passkeys`];
  return [...keys, ...(hasApp ? ["app"] : [])].join(", ") || "nothing yet";
}

function describeNow({ isInvited, invitedUntil, sessions, lastSeen }: MemberRowProps): string {
  if (isInvited) return invitedUntil ? `Invited, until ${invitedUntil}` : "The invitation has expired";
  return sessions === 0 ? "Signed out" : `Signed in, last seen ${lastSeen ?? ""}`;
}

/** One of the team, with what can be done about them. */
export function MemberRow(member: MemberRowProps) {
  const { id, name, email, role, isYou, isInvited, sessions } = member;
  const action = (does: string, words: string, isDangerous = false) => (
    <form method="post" action="/desk/team">
      <input type="hidden" name="id" value={id} />
      <Button look={isDangerous ? "danger" : "plain"} name="do" value={does}>
        {words}
        <span className="sr-only"> {name}</span>
      </Button>
    </form>
  );
  return (
    <tr id={`member-${id}`}>
      <th scope="row">
        {name} {isYou && <Tag>You</Tag>}
        <br />
        <span className="quiet">{email}</span>
      </th>
      <td>
        <form method="post" action="/desk/team" className={buttonRow}>
          <input type="hidden" name="id" value={id} />
          <select name="role" defaultValue={role} aria-label={`Role of ${name}`}>
            {staffRoles.map((each) => (
              <option key={each} value={each}>
                {roleNames[each]}
              </option>
            ))}
          </select>
          <Button name="do" value="role">
            Change<span className="sr-only"> the role of {name}</span>
          </Button>
        </form>
      </td>
      <td className={cell.wraps}>{describeWays(member)}</td>
      <td className={cell.wraps}>{describeNow(member)}</td>
      <td aria-label={`Actions for ${name}`}>
        <details>
          <summary>
            More<span className="sr-only"> for {name}</span>
          </summary>
          <div className="stack">
            {sessions > 0 && action("end-sessions", "Sign out everywhere")}
            {action("reset", isInvited ? "Invite again" : "Take away all ways to sign in, and invite again")}
            {action("remove", "Remove from the team", true)}
          </div>
        </details>
      </td>
    </tr>
  );
}

/** Who joins, and as what. */
export function InvitationForm({ kept, errors }: { kept: { name: string; email: string; role: string } | null; errors: FormError[] }) {
  return (
    <form method="post" action="/desk/team" className="stack" noValidate>
      <Field name="name" label="Name" defaultValue={kept?.name ?? ""} autoComplete="off" errors={errors} />
      <Field
        name="email"
        type="email"
        label="Email address"
        hint="The invitation goes there. It works once, for three days."
        defaultValue={kept?.email ?? ""}
        autoComplete="off"
        spellCheck={false}
        errors={errors}
      />
      <CompactRadioGroup
        name="role"
        legend="Role"
        options={staffRoles.map((role) => ({ value: role, label: roleNames[role], hint: roleDescriptions[role] }))}
        {...(kept && { selected: kept.role })}
        errors={errors}
      />
      <Button look="give" name="do" value="invite">
        Send the invitation
      </Button>
    </form>
  );
}
