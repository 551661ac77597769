import { type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { answerListForm, loadList } from "~/desk/lists/list-view.server";
import { ListScreen } from "~/desk/lists/ui/list-screen";
import { DeskPage } from "~/desk/ui/desk-page";
import { planList } from "../plan-list.server";
import { PlanFilterFields } from "../ui/plan-filter-fields";

export const meta: MetaFunction = () => [{ title: "Sponsorships" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const sourceOf = (request: Request) => planList(new URL(request.url).searchParams);

export async function loader({ request }: LoaderFunctionArgs) {
  return await loadList(request, await requireStaff(request), sourceOf(request));
}

export const action = async ({ request }: ActionFunctionArgs) => await answerListForm(request, sourceOf(request));

export default function Sponsorships() {
  const loaded = useLoaderData<typeof loader>();
  const view = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage>
      <ListScreen
        view={view}
        title="Sponsorships"
        things="sponsorships"
        searchHint="A name or a part of one, an email address, a reference, an amount a week or a payment, a postcode, or an id of Stripe’s."
        filters={<PlanFilterFields query={view.query} errors={view.errors} />}
      />
    </DeskPage>
  );
}
