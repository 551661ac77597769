import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/staff/session.server";
import { exampleCsv } from "~/newsletter/imports/columns";

/** A list to begin from. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return new Response(exampleCsv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="list-of-subscribers.csv"',
      "Cache-Control": "no-store",
    },
  });
}
