import type { LoaderFunctionArgs } from "@remix-run/node";
import { findPaidGift, listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { buildReceiptPdf, receiptFilename } from "~/giving/statements/pdf-documents.server";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";

/** The receipt of one gift as PDF. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const gift = await findPaidGift(supporter.id, params["reference"] ?? "");
  if (!gift?.paidAt) throw new Response(null, { status: 404 });
  const countedGift = (await listStatementGifts(supporter.id)).find(({ reference }) => reference === gift.reference);
  const pdf = await renderPdf(buildReceiptPdf(gift, countedGift?.hasGiftAid ?? false));
  return fileDownload(pdf, { name: receiptFilename(gift.reference, gift.paidAt), type: "application/pdf" });
}
