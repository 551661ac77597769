import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/platform/http/desk-guard.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/newsletter");
}
