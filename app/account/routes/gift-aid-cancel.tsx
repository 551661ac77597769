import { redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cancelDeclaration } from "~/giving/gift-aid/cancel-declaration.server";
import { inTransaction } from "~/platform/database/db.server";
import { getDeclarationsView } from "~/giving/gift-aid/declarations-view.server";
import { noStoreHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { Button } from "~/platform/ui/button";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Cancel Gift Aid" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const { declarations } = await getDeclarationsView(supporter.id);
  const declaration = declarations.find(({ id }) => id === params["id"]);
  if (!declaration) throw new Response(null, { status: 404 });
  if (!declaration.isActive) throw redirect("/supporter/gift-aid", { headers: noStoreHeaders() });
  return { scope: declaration.scope };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const result = await inTransaction((tx) => cancelDeclaration(tx, supporter.id, params["id"] ?? ""));
  if ("refused" in result && result.refused === "no-such-declaration") throw new Response(null, { status: 404 });
  return redirect(`/supporter/gift-aid${"refused" in result ? "" : "?saved=cancelled"}`, { status: 303, headers: noStoreHeaders() });
}

export default function CancelGiftAid() {
  const { scope } = useLoaderData<typeof loader>();
  return (
    <SupporterPage currentPath="/supporter/gift-aid">
      <h1>Cancel Gift Aid?</h1>
      <p className="lead">From today we claim nothing more on what you give.</p>
      <ul>
        <li>Donations that you made before today stay as they were: what was claimed on them is not given back.</li>
        <li>Your donations and your sponsorship continue.</li>
        <li>You can turn it on again at any time.</li>
      </ul>
      <p>The declaration covers: {scope}.</p>
      <form method="post" className="buttons">
        <Button>Cancel Gift Aid</Button>
        <a href="/supporter/gift-aid">Keep Gift Aid</a>
      </form>
    </SupporterPage>
  );
}
