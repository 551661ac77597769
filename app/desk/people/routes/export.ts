import type { ActionFunctionArgs } from "@remix-run/node";
import { backToList, exportAudited } from "~/desk/lists/export-audited.server";
import { peopleList } from "../people-list.server";

export const loader = backToList("/desk/people");

/** Everything that the list shows, as a file. */
export const action = async ({ request }: ActionFunctionArgs) =>
  await exportAudited(request, peopleList(new URL(request.url).searchParams));
