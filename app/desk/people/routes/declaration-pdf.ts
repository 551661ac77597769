import type { LoaderFunctionArgs } from "@remix-run/node";
import { listDeclarations } from "~/giving/gift-aid/declarations.server";
import { buildDeclarationPdf, declarationFilename } from "~/giving/statements/pdf-documents.server";
import { now } from "~/platform/clock";
import { fileDownload } from "~/platform/http/file-download.server";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { requireStaff } from "~/staff/session.server";

/** The written confirmation of a declaration, to print and to post to somebody who has no email address. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const declaration = (await listDeclarations(params["id"] ?? "")).find(({ id }) => id === params["declaration"]);
  if (!declaration) throw new Response(null, { status: 404 });
  const pdf = await renderPdf(buildDeclarationPdf(declaration, now()));
  return fileDownload(pdf, { name: declarationFilename(declaration.declaredAt), type: "application/pdf" });
}
