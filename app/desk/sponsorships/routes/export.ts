import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { exportAudited } from "~/desk/lists/export-audited.server";
import { planColumns } from "../plan-list.server";
import { parsePlanFilters } from "../plan-filters";
import { listAllPlans } from "../list-plans.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/sponsorships");
}

/** Everything that the list shows, as a file. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireFresh(request);
  const { filters } = parsePlanFilters(new URL(request.url).searchParams);
  return await exportAudited(request, staff, {
    list: "sponsorships",
    columns: planColumns,
    listAll: (search) => listAllPlans({ filters, search }),
  });
}
