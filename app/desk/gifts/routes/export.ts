import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { exportAudited } from "~/desk/lists/export-audited.server";
import { giftColumns } from "../gift-columns";
import { parseGiftFilters } from "../gift-filters";
import { listAllGifts } from "../list-gifts.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/gifts");
}

/** Everything that the list shows, as a file. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireFresh(request);
  const { filters } = parseGiftFilters(new URL(request.url).searchParams);
  return await exportAudited(request, staff, {
    list: "gifts",
    columns: giftColumns,
    listAll: (search) => listAllGifts({ filters, search }),
  });
}
