import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { roleDescriptions, roleNames } from "~/staff/roles";
import { findStaff } from "~/staff/session.server";

export const meta: MetaFunction = () => [{ title: "Not for your role" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** What the door answers to somebody without the role. */
export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await findStaff(request);
  return data(staff && { role: roleNames[staff.role], may: roleDescriptions[staff.role] }, { status: 403 });
}

export default function Refused() {
  const staff = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>This is not for your role</h1>
      <p className="lead">Nothing was shown and nothing was changed.</p>
      {staff && (
        <p>
          You are signed in as {staff.role.toLowerCase()}. {staff.may}. Whoever looks after the team can change that.
        </p>
      )}
      <p>
        <a href="/desk">Back to the desk</a>
      </p>
    </DeskPage>
  );
}
