import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { fileDownload } from "~/platform/http/file-download.server";
import { findCertificate } from "../certificate.server";
import { drawCertificate } from "../draw-certificate.server";

const noStore = { "Cache-Control": "no-store" };

/** The certificate of a present as PDF, for whoever has its link: whom it is for, and its sponsor. */
export async function loader({ params }: LoaderFunctionArgs) {
  const found = await findCertificate(params["token"] ?? "");
  // Who was sent a link reads why it leads nowhere: an empty answer would tell them nothing.
  if ("refused" in found)
    return redirect(`/certificate${found.refused === "revoked" ? "?link=revoked" : ""}`, { status: 303, headers: noStore });
  const pdf = await drawCertificate(found.certificate);
  return fileDownload(pdf, { name: `certificate-${found.reference}.pdf`, type: "application/pdf", opensInBrowser: true });
}
