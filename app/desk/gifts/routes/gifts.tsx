import { type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { fundLabel } from "~/giving/funds/fund";
import { listFundNames } from "~/giving/funds/funds.server";
import { requireStaff } from "~/staff/session.server";
import { answerListForm, loadList } from "~/desk/lists/list-view.server";
import { ListScreen } from "~/desk/lists/ui/list-screen";
import { DeskPage } from "~/desk/ui/desk-page";
import { giftList } from "../gift-list.server";
import { GiftFilterFields } from "../ui/gift-filter-fields";

export const meta: MetaFunction = () => [{ title: "Donations" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const sourceOf = (request: Request) => giftList(new URL(request.url).searchParams);

export async function loader({ request }: LoaderFunctionArgs) {
  const [list, funds] = await Promise.all([loadList(request, await requireStaff(request), sourceOf(request)), listFundNames()]);
  return { ...list, funds: funds.map((fund) => ({ value: fund.id, label: fundLabel(fund) })) };
}

export const action = async ({ request }: ActionFunctionArgs) => await answerListForm(request, sourceOf(request));

export default function Gifts() {
  const loaded = useLoaderData<typeof loader>();
  const view = { ...loaded, ...useActionData<typeof action>() };
  return (
    <DeskPage>
      <ListScreen
        view={view}
        title="Donations"
        things="donations"
        searchHint="A name or a part of one, an email address, a reference, an amount, a postcode, or an id of Stripe’s."
        filters={<GiftFilterFields query={view.query} funds={loaded.funds} errors={view.errors} />}
      />
    </DeskPage>
  );
}
