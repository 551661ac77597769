import { redirect, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { demoSignInHeaders, isDemoSignInEnabled } from "../staff-session.server";
import { PageLayout } from "~/platform/ui/page-layout";

export const meta: MetaFunction = () => [{ title: "The charity’s desk" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function loader() {
  if (!isDemoSignInEnabled()) throw new Response(null, { status: 404 });
  return null;
}

export async function action() {
  return redirect("/desk/newsletter", { status: 303, headers: await demoSignInHeaders() });
}

export default function DeskSignIn() {
  return (
    <PageLayout>
      <h1>The charity’s desk</h1>
      <p className="lead">On this trial site anybody may sit down at it. Nothing that is sent from here leaves this machine.</p>
      <form method="post" className="stack">
        <button className="button give">Sit down at the desk</button>
      </form>
    </PageLayout>
  );
}
