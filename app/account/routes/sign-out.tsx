import { redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { clearSessionCookie, findSignedInSupporter, noStoreHeaders, signOut } from "~/supporters/sign-in/session.server";
import { Button } from "~/platform/ui/button";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Sign out" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  if (!(await findSignedInSupporter(request))) throw redirect("/", { headers: noStoreHeaders() });
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { where } = await readChoices(request, "where");
  await signOut(request, where === "everywhere" ? "everywhere" : "here");
  return redirect("/", { status: 303, headers: { ...noStoreHeaders(), "Set-Cookie": await clearSessionCookie() } });
}

export default function SignOut() {
  return (
    <SupporterPage>
      <h1>Sign out</h1>
      <form method="post" className="buttons">
        <Button name="where" value="here">
          Sign out
        </Button>
        <Button name="where" value="everywhere">
          Sign out everywhere
        </Button>
      </form>
      <p className="hint">Everywhere means every browser and phone in which you are signed in, this one included.</p>
    </SupporterPage>
  );
}
