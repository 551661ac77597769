import type { LoaderFunctionArgs } from "@remix-run/node";
import { countedGiftsOf } from "~/giving/statements/supporter-gifts.server";
import { statementFile, statementPaper } from "~/giving/statements/pdf-documents.server";
import { statementCsv, statementOf } from "~/giving/statements/statement";
import { now } from "~/platform/clock";
import { printPaper } from "~/platform/pdf/render-pdf.server";
import { fileAnswer } from "~/platform/http/file-download.server";
import { requireSupporter } from "~/supporters/sign-in/session.server";

/** The statement of one tax year, such as 2026.pdf or 2026.csv: named after the year in which it starts. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const supporter = await requireSupporter(request);
  const [, year, kind] = /^(20\d\d)\.(pdf|csv)$/.exec(params["file"] ?? "") ?? [];
  if (!year || !kind) throw new Response(null, { status: 404 });
  const statement = statementOf(await countedGiftsOf(supporter.id), Number(year));
  if (kind === "csv")
    return fileAnswer(statementCsv(statement), { name: statementFile(statement.year, "csv"), type: "text/csv; charset=utf-8" });
  const name = [supporter.firstName, supporter.lastName].filter(Boolean).join(" ");
  const pdf = await printPaper(statementPaper(statement, name, now()));
  return fileAnswer(pdf, { name: statementFile(statement.year, "pdf"), type: "application/pdf" });
}
