import type { LoaderFunctionArgs } from "@remix-run/node";
import { personalDataModules } from "../personal-data.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";
import { exportPersonalData } from "~/supporters/privacy/export-personal-data.server";

/** Everything that is known about whoever is signed in, as one file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const everything = await exportPersonalData(supporter.id, personalDataModules);
  return fileDownload(`${JSON.stringify(everything, null, 2)}\n`, { name: "what-we-know-about-you.json", type: "application/json" });
}
