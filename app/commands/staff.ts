import { parseArgs } from "node:util";
import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";
import { formatDateTime } from "~/platform/london-dates";
import { roleNames, staffRoles } from "~/staff/roles";
import { invitationDays } from "~/staff/session-rules";
import { endSessions, resetMember, type TeamRefusal } from "~/staff/team/change-team.server";
import { parseInvitation } from "~/staff/team/invitation-form";
import { inviteMember } from "~/staff/team/invite-member.server";
import { findMemberByEmail, listMembers } from "~/staff/team/members.server";

const usage = `Write one of:
  npm run staff -- invite ada@example.org --role administrator    sends an invitation (roles: ${staffRoles.join(", ")}); --name "Ada Byron" says who it is
  npm run staff -- list                                           says who is on the team
  npm run staff -- end-sessions ada@example.org                   signs somebody out everywhere
  npm run staff -- reset ada@example.org                          takes away all their ways to sign in, and invites them again`;

async function invite(email: string, role: string, name: string | undefined): Promise<string[]> {
  const parsed = parseInvitation({ email, role, name: name ?? email.split("@")[0] ?? "" });
  if ("errors" in parsed) return parsed.errors.map(({ message }) => message);
  const invited = await inviteMember(null, parsed.invited);
  if ("refused" in invited) return [`${email} is on the team already: \`reset\` gives them a new way to sign in.`];
  console.log(`An invitation goes to ${email} while the site runs. It works once, for ${invitationDays} days.`);
  return [];
}

async function list(): Promise<string[]> {
  const members = await listMembers();
  if (members.length === 0) console.log("Nobody is on the team yet.");
  for (const { name, email, role, isInvited, lastSeenAt } of members) {
    const state = isInvited ? "invited" : lastSeenAt ? `signed in, last seen ${formatDateTime(lastSeenAt)}` : "signed out";
    console.log(`${roleNames[role].padEnd(14)} ${email.padEnd(32)} ${name} (${state})`);
  }
  return [];
}

async function change(
  email: string,
  verb: (by: null, id: string) => Promise<{ changed: true } | TeamRefusal>,
  done: string,
): Promise<string[]> {
  const member = await findMemberByEmail(email);
  const result = member && (await verb(null, member.id));
  if (!result || "refused" in result) return [`${email} is not on the team.`];
  console.log(done);
  return [];
}

function chooseTask(): (() => Promise<string[]>) | null {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { role: { type: "string" }, name: { type: "string" } } });
  const [command, email, ...more] = positionals;
  if (more.length > 0) return null;
  if (command === "list" && !email) return list;
  if (!email) return null;
  if (command === "invite") return () => invite(email, values.role ?? "", values.name);
  if (command === "end-sessions") return () => change(email, endSessions, `${email} is signed out everywhere.`);
  if (command === "reset")
    return () => change(email, resetMember, `${email} is signed out, and gets a new invitation while the site runs.`);
  return null;
}

let task: ReturnType<typeof chooseTask> = null;
try {
  task = chooseTask();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
if (!task) {
  console.error(usage);
  process.exitCode = 1;
} else {
  const database = await openDatabase(config);
  try {
    const errors = await task();
    for (const error of errors) console.error(error);
    if (errors.length > 0) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}
