import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staffRefusalMessage } from "~/desk/refusal-messages";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { InvitationForm, MemberRow } from "~/desk/ui/team-parts";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields, typed } from "~/platform/http/forms/form-fields";
import { formatDateTime } from "~/platform/london-dates";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { lookUp } from "~/platform/query-values";
import { parseStaffRole } from "~/staff/roles";
import { requireStaff } from "~/staff/session.server";
import { changeRole, endSessions, removeMember, resetMember } from "~/staff/team/change-team.server";
import { parseInvitation, type InvitationInput } from "~/staff/team/invitation-form";
import { inviteMember } from "~/staff/team/invite-member.server";
import { listMembers } from "~/staff/team/members.server";
import { Note } from "~/platform/ui/note";

export const meta: MetaFunction = () => [{ title: "People and roles" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  invited: "The invitation is on its way.",
  role: "The role was changed. It counts at once.",
  ended: "They are signed out everywhere.",
  reset: "Their old ways to sign in are gone, and a new invitation is on its way.",
  removed: "They are off the team and signed out everywhere.",
};

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  const members = await listMembers();
  return {
    notice: lookUp(notices, new URL(request.url).searchParams.get("done")),
    members: members.map(({ invitedUntil, lastSeenAt, ...member }) => ({
      ...member,
      isYou: member.id === staff.id,
      invitedUntil: invitedUntil && formatDateTime(invitedUntil),
      lastSeen: lastSeenAt && formatDateTime(lastSeenAt),
    })),
  };
}

const teamFields = { do: chosen, id: chosen, name: typed("name", 80), email: personFields.email, role: chosen } as const;

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: form, errors: readErrors } = await readForm(request, teamFields);
  const id = form.id ?? "";
  const input: InvitationInput = { name: form.name ?? "", email: form.email ?? "", role: form.role ?? "" };
  const refuse = (status: number, errors: FormError[], kept: InvitationInput | null = null) => data({ errors, kept }, { status });
  const done = (what: string) => redirect(`/desk/team?done=${what}`, 303);
  const finish = (result: { changed: true } | { refused: string }, what: string) =>
    "changed" in result ? done(what) : refuse(409, [{ field: `member-${id}`, message: staffRefusalMessage(result) }]);
  if (readErrors.length > 0) return refuse(400, readErrors, input);
  switch (form.do) {
    case "invite": {
      const parsed = parseInvitation(input);
      if ("errors" in parsed) return refuse(400, parsed.errors, input);
      const invited = await inviteMember(staff, parsed.invited);
      if ("staffId" in invited) return done("invited");
      return refuse(409, [{ field: "email", message: staffRefusalMessage(invited) }], input);
    }
    case "role": {
      const role = parseStaffRole(form.role ?? "");
      if (!role) return refuse(400, [{ field: `member-${id}`, message: "Choose a role" }]);
      return finish(await changeRole(staff, id, role), "role");
    }
    case "end-sessions":
      return finish(await endSessions(staff, id), "ended");
    case "reset":
      return finish(await resetMember(staff, id), "reset");
    case "remove":
      return finish(await removeMember(staff, id), "removed");
    default:
      return refuse(400, [{ field: "main", message: "That button is not known here. Nothing was changed" }]);
  }
}

export default function Team() {
  const { members, notice } = useLoaderData<typeof loader>();
  const { errors = [], kept = null } = useActionData<typeof action>() ?? {};
  return (
    <DeskPage>
      <ErrorSummary errors={errors} />
      {notice && errors.length === 0 && (
        <Note as="p" role="status">
          {notice}
        </Note>
      )}
      <h1>People and roles</h1>
      <ScrollTable label="The team">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Signs in with</th>
            <th scope="col">Now</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow key={member.id} {...member} />
          ))}
        </tbody>
      </ScrollTable>
      <h2>Invite somebody</h2>
      <InvitationForm kept={kept} errors={errors} />
    </DeskPage>
  );
}
