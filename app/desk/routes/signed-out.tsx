import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskDoorPage } from "~/desk/ui/desk-page";
import { currentVisit } from "~/staff/visit.server";
import { KeptFields } from "~/desk/ui/kept-fields";
import { Button } from "~/platform/ui/button";

export const meta: MetaFunction = () => [{ title: "You are signed out" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** What the door answers to a form of somebody who is not signed in, perhaps no longer: what was typed is in the page. */
export const loader = () => data(currentVisit()?.keptForm ?? null, { status: 401 });

export default function SignedOut() {
  const form = useLoaderData<typeof loader>();
  return (
    <DeskDoorPage>
      <h1>You are signed out</h1>
      <p className="lead">Nothing was changed yet.</p>
      <p>
        <a href="/desk/sign-in" target="_blank" rel="noopener">
          Sign in, in a new tab
        </a>
        .
      </p>
      {form && !form.hasFiles && (
        <>
          <p>Then come back to this one and send the form again: what you typed is still on this page.</p>
          <form method="post" action={form.path}>
            <KeptFields fields={form.fields} />
            <Button>Send it again</Button>
          </form>
        </>
      )}
      {form?.hasFiles && <p>Then choose the file again: it was not saved.</p>}
    </DeskDoorPage>
  );
}
