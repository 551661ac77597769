import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { readFile, readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { lookUp, parseWholeNumber } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { addLines, matchLine, removeLine, typeLine } from "../bank-actions.server";
import { checkStatement, listBankPage, type Check } from "../bank-page.server";
import { BankLinesTable } from "../ui/bank-lines";
import { StatementForm, TypedLineForm } from "../ui/bank-forms";

export const meta: MetaFunction = () => [{ title: "Bank lines" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = {
  added: "The lines are added. Those that could be are matched; the others stand first below.",
  matched: "Saved.",
  removed: "The line is deleted.",
};

const empty = { statement: "", date: "", amount: "", description: "" };

async function loadPage() {
  return {
    lines: await listBankPage(),
    input: empty,
    check: null as Omit<Check, "lines"> | null,
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage()), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

const fields = {
  do: chosen,
  statement: typed("statement", 200_000),
  dateColumn: chosen,
  descriptionColumn: chosen,
  inColumn: chosen,
  outColumn: chosen,
  what: chosen,
  date: typed("day", 40),
  amount: typed("sum", 20),
  description: typed("bank line", 200),
} as const;
type Input = Partial<Record<keyof typeof fields, string>>;

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const copy = request.clone() as Request;
  const { input: form, errors: readErrors } = await readForm(request.clone() as Request, fields);
  const [button = "", id = ""] = (form.do ?? "").split(":");
  const file = button === "check" ? await readFile(copy, "file") : null;
  const input = { ...empty, ...pick(form), ...(file && { statement: await file.text() }) };
  const done = (what: string) => redirect(`/desk/bank?done=${what}`, 303);
  const fail = async (errors: FormError[], status = 400) => data({ ...(await loadPage()), input, errors }, { status });
  if (readErrors.length > 0) return await fail(readErrors);
  if (button === "check" || button === "add") {
    const check = await checkStatement(input.statement, button === "add" || form.dateColumn !== undefined ? columnsIn(form) : null);
    if ("problem" in check) return await fail([{ field: "statement", message: check.problem }]);
    const { lines, ...shown } = check;
    if (button === "check" || lines.length === 0) return data({ ...(await loadPage()), input, check: shown });
    await addLines(lines, staff);
    return done("added");
  }
  const result =
    button === "type"
      ? await typeLine(input, staff)
      : button === "match"
        ? await matchLine(id, form.what ?? "", staff)
        : button === "remove"
          ? await removeLine(id, staff)
          : { errors: [{ field: "lines", message: "That button is not known here. Nothing was changed." }], status: 400 };
  return "done" in result ? done(result.done) : await fail(result.errors, result.status);
}

const pick = ({ statement = "", date = "", amount = "", description = "" }: Input) => ({ statement, date, amount, description });

function columnsIn({ dateColumn, descriptionColumn, inColumn, outColumn }: Input) {
  const place = (text = "") => (/^\d{1,3}$/.test(text) ? parseWholeNumber(text) : undefined);
  return { date: place(dateColumn), description: place(descriptionColumn), moneyIn: place(inColumn), moneyOut: place(outColumn) };
}

export default function Bank() {
  const loaded = useLoaderData<typeof loader>();
  const { lines, input, check, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayAct = useMay("desk/bank", "post");
  return (
    <DeskPage>
      <h1>Bank lines</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p>
        What the bank statement says of Stripe’s payouts and HMRC’s payments. Lines about anybody else are not kept. A claim whose money is
        here counts as paid.
      </p>
      {mayAct && <StatementForm input={input} check={check} errors={errors} />}
      {mayAct && <TypedLineForm input={input} errors={errors} />}
      <h2 id="lines">Lines</h2>
      <BankLinesTable lines={lines} mayAct={mayAct} errors={errors} />
    </DeskPage>
  );
}
