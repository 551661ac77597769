import type { LoaderFunctionArgs } from "@remix-run/node";
import { buildStatement } from "~/giving/statements/statement";
import { buildStatementPdf, statementFilename } from "~/giving/statements/pdf-documents.server";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { requireStaff } from "~/staff/session.server";

/** The statement of one tax year as its supporter would get it, such as 2026.pdf, to be sent by post. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request, "treasurer", "administrator");
  const [, year] = /^(20\d\d)\.pdf$/.exec(params["file"] ?? "") ?? [];
  const supporter = year ? await db.supporter.findUnique({ where: { id: params["id"] ?? "" } }) : null;
  if (!supporter) throw new Response(null, { status: 404 });
  const statement = buildStatement(await listStatementGifts(supporter.id), Number(year));
  const name = [supporter.firstName, supporter.lastName].filter(Boolean).join(" ");
  const pdf = await renderPdf(buildStatementPdf(statement, name, now()));
  return fileDownload(pdf, { name: statementFilename(statement.year, "pdf"), type: "application/pdf" });
}
