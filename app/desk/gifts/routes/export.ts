import type { ActionFunctionArgs } from "@remix-run/node";
import { backToList, exportAudited } from "~/desk/lists/export-audited.server";
import { giftList } from "../gift-list.server";

export const loader = backToList("/desk/gifts");

/** Everything that the list shows, as a file. */
export const action = async ({ request }: ActionFunctionArgs) => await exportAudited(request, giftList(new URL(request.url).searchParams));
