import type { LoaderFunctionArgs } from "@remix-run/node";
import { listStatementGifts } from "~/giving/statements/supporter-gifts.server";
import { buildStatementPdf, statementFilename } from "~/giving/statements/pdf-documents.server";
import { buildStatement, statementCsv } from "~/giving/statements/statement";
import { now } from "~/platform/clock";
import { renderPdf } from "~/platform/pdf/render-pdf.server";
import { fileDownload } from "~/platform/http/file-download.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";

/** The statement of one tax year, such as 2026.pdf or 2026.csv: named after the year in which it starts. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const [, year, kind] = /^(20\d\d)\.(pdf|csv)$/.exec(params["file"] ?? "") ?? [];
  if (!year || !kind) throw new Response(null, { status: 404 });
  const statement = buildStatement(await listStatementGifts(supporter.id), Number(year));
  if (kind === "csv")
    return fileDownload(statementCsv(statement), { name: statementFilename(statement.year, "csv"), type: "text/csv; charset=utf-8" });
  const name = [supporter.firstName, supporter.lastName].filter(Boolean).join(" ");
  const pdf = await renderPdf(buildStatementPdf(statement, name, now()));
  return fileDownload(pdf, { name: statementFilename(statement.year, "pdf"), type: "application/pdf" });
}
