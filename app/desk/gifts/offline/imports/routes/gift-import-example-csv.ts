import type { LoaderFunctionArgs } from "@remix-run/node";
import { exampleGiftCsv } from "~/giving/offline/imports/gift-columns";
import { fileDownload } from "~/platform/http/file-download.server";
import { requireStaff } from "~/staff/session.server";

/** A list of gifts to begin from. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return fileDownload(Buffer.from(exampleGiftCsv), { name: "donations.csv", type: "text/csv; charset=utf-8" });
}
