import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileDownload } from "~/platform/http/file-download.server";
import { findCertificate } from "../certificate.server";
import { drawCertificate } from "../draw-certificate.server";

/** The certificate of a present as PDF, for whoever has its link: whom it is for, and its sponsor. */
export async function loader({ params }: LoaderFunctionArgs) {
  const found = await findCertificate(params["token"] ?? "");
  if ("refused" in found) throw new Response(null, { status: 404 });
  const pdf = await drawCertificate(found.certificate);
  return fileDownload(pdf, { name: `certificate-${found.reference}.pdf`, type: "application/pdf", opensInBrowser: true });
}
