import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/staff/session.server";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return redirect("/desk/newsletter");
}
