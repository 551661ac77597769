import { redirect, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { demoSignIn, hasDemoSignIn } from "../staff-session.server";
import { TaskPage } from "~/platform/ui/page-layout";

export const meta: MetaFunction = () => [{ title: "The charity’s desk" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function loader() {
  if (!hasDemoSignIn()) throw new Response(null, { status: 404 });
  return null;
}

export async function action() {
  return redirect("/desk/newsletter", { status: 303, headers: await demoSignIn() });
}

export default function DeskSignIn() {
  return (
    <TaskPage>
      <h1>The charity’s desk</h1>
      <p className="lead">On this trial site anybody may sit down at it. Nothing that is sent from here leaves this machine.</p>
      <form method="post" className="stack">
        <button className="button give">Sit down at the desk</button>
      </form>
    </TaskPage>
  );
}
