import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/desk/staff-session.server";
import { exampleList } from "~/newsletter/imports/columns";

/** A list to begin from. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return new Response(exampleList, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="list-of-subscribers.csv"',
      "Cache-Control": "no-store",
    },
  });
}
