import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { DeskDoorPage } from "~/desk/ui/desk-page";
import { isDemonstrationDesk, signInForDemonstration } from "~/staff/demonstration-staff.server";
import { parseStaffRole, roleDescriptions, roleNames, staffRoles } from "~/staff/roles";
import { signInHeaders } from "~/staff/session.server";
import { parseDeskPath } from "~/staff/session-rules";

export const meta: MetaFunction = () => [{ title: "The charity’s desk" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function loader({ request }: LoaderFunctionArgs) {
  return { to: parseDeskPath(new URL(request.url).searchParams.get("to")), isDemonstration: isDemonstrationDesk() };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readChoices(request.clone() as Request, "role", "to");
  const role = parseStaffRole(form.role);
  if (!role) return data(null, { status: 400 });
  const headers = await signInHeaders(await signInForDemonstration(role, request));
  return redirect(parseDeskPath(form.to) ?? "/desk", { status: 303, headers });
}

export default function DeskSignIn() {
  const { to, isDemonstration } = useLoaderData<typeof loader>();
  return (
    <DeskDoorPage>
      <h1>The charity’s desk</h1>
      {isDemonstration && (
        <>
          <p className="lead">On this trial site anybody may sit down at it. Nothing that is sent from here leaves this machine.</p>
          <form method="post" className="stack">
            {to && <input type="hidden" name="to" value={to} />}
            {staffRoles.map((role) => (
              <p key={role}>
                <button className="button" name="role" value={role}>
                  Sit down as {roleNames[role].toLowerCase()}
                </button>{" "}
                <span className="small quiet">{roleDescriptions[role]}.</span>
              </p>
            ))}
          </form>
        </>
      )}
    </DeskDoorPage>
  );
}
