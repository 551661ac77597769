import type { LoaderFunctionArgs } from "@remix-run/node";
import { findGiftForReceipt } from "~/giving/offline/gift-receipt.server";
import { buildReceiptPdf, receiptFilename } from "~/giving/statements/pdf-documents.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { requireStaff } from "~/staff/session.server";

/** A thank-you with the receipt of one gift, to print and to post. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const found = await findGiftForReceipt(params["id"] ?? "");
  if (!found) throw new Response(null, { status: 404 });
  const pdf = await renderPdf(buildReceiptPdf(found.gift, found.hasGiftAid, found.addressLines));
  return fileDownload(pdf, { name: receiptFilename(found.gift.reference, found.paidAt), type: "application/pdf" });
}
