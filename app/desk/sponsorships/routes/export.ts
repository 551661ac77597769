import type { ActionFunctionArgs } from "@remix-run/node";
import { backToList, exportAudited } from "~/desk/lists/export-audited.server";
import { planList } from "../plan-list.server";

export const loader = backToList("/desk/sponsorships");

/** Everything that the list shows, as a file. */
export const action = async ({ request }: ActionFunctionArgs) => await exportAudited(request, planList(new URL(request.url).searchParams));
