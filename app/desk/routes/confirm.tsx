import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { inTransaction } from "~/platform/database/db.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { isDemonstrationStaff } from "~/staff/demonstration-staff.server";
import { confirmSession, requireStaff } from "~/staff/session.server";
import { parseDeskPath } from "~/staff/session-rules";
import { currentVisit } from "~/staff/visit.server";
import { KeptFields } from "~/desk/ui/kept-fields";

export const meta: MetaFunction = () => [{ title: "Is it you?" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** What the door answers where a passkey or a code has to be shown first. The form goes on from here as it was. */
export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  return data({ form: currentVisit()?.keptForm ?? null, isDemonstration: isDemonstrationStaff(staff) }, { status: 401 });
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const to = parseDeskPath(searchParams.get("to")) ?? "/desk";
  if (!isDemonstrationStaff(staff)) return redirect("/desk", 303);
  await inTransaction((tx) => confirmSession(tx, staff));
  // 307: the browser sends the same form on, to where it was meant for.
  return redirect(to, searchParams.get("method") === "post" ? 307 : 303);
}

export default function Confirm() {
  const { form, isDemonstration } = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>Is it you?</h1>
      {isDemonstration && form && (
        <form method="post" action={`/desk/confirm?method=${form.method}&to=${encodeURIComponent(form.path)}`}>
          <KeptFields fields={form.fields} />
          <button className="button">Yes, it is me</button>
        </form>
      )}
    </DeskPage>
  );
}
