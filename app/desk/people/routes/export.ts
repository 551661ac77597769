import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { exportAudited } from "~/desk/lists/export-audited.server";
import { peopleColumns } from "../people-list.server";
import { parsePeopleFilters } from "../people-filters";
import { listAllPeople } from "../list-people.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/people");
}

/** Everything that the list shows, as a file. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireFresh(request);
  const { filters } = parsePeopleFilters(new URL(request.url).searchParams);
  return await exportAudited(request, staff, {
    list: "people",
    columns: peopleColumns,
    listAll: (search) => listAllPeople({ filters, search }),
  });
}
