import type { LoaderFunctionArgs } from "@remix-run/node";
import { countedGiftsOf, giftFor } from "~/giving/statements/supporter-gifts.server";
import { receiptFile, receiptPaper } from "~/giving/statements/pdf-documents.server";
import { printPaper } from "~/platform/pdf/render-pdf.server";
import { fileAnswer } from "~/platform/http/file-download.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";

/** The receipt of one gift as PDF. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const gift = await giftFor(supporter.id, params["reference"] ?? "");
  if (!gift?.paidAt) throw new Response(null, { status: 404 });
  const counted = (await countedGiftsOf(supporter.id)).find(({ reference }) => reference === gift.reference);
  const pdf = await printPaper(receiptPaper(gift, counted?.declared ?? false));
  return fileAnswer(pdf, { name: receiptFile(gift.reference, gift.paidAt), type: "application/pdf" });
}
