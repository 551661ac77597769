import { type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { answerListForm, loadList } from "~/desk/lists/list-view.server";
import { ListScreen } from "~/desk/lists/ui/list-screen";
import { DeskPage } from "~/desk/ui/desk-page";
import { peopleList } from "../people-list.server";
import { PeopleFilterFields } from "../ui/people-filter-fields";

export const meta: MetaFunction = () => [{ title: "Supporters" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const sourceOf = (request: Request) => peopleList(new URL(request.url).searchParams);

export async function loader({ request }: LoaderFunctionArgs) {
  const isErased = new URL(request.url).searchParams.get("done") === "erased";
  const extra = isErased ? { notice: "Their data is deleted. A last email tells them." } : {};
  return await loadList(request, await requireStaff(request), sourceOf(request), extra);
}

export const action = async ({ request }: ActionFunctionArgs) => await answerListForm(request, sourceOf(request));

export default function People() {
  const loaded = useLoaderData<typeof loader>();
  const view = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage>
      <ListScreen
        view={view}
        title="Supporters"
        things="people"
        searchHint="A name or a part of one, an email address, a reference, a postcode, an amount that they gave, or an id of Stripe’s, such as a customer’s."
        filters={<PeopleFilterFields query={view.query} errors={view.errors} />}
      />
    </DeskPage>
  );
}
