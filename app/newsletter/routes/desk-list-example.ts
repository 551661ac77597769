import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/platform/http/desk-guard.server";
import { exampleList } from "../list-columns";

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
