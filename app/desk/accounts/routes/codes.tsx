import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getLedgerAccounts, saveLedgerAccounts } from "~/accounts/books/ledger-accounts.server";
import { ledgerAccountKeys, type LedgerAccounts } from "~/accounts/books/ledger";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { typed, type FieldLimits } from "~/platform/http/forms/form-fields";
import { toSingleLine } from "~/platform/text";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { CodesForm } from "../ui/codes-form";

export const meta: MetaFunction = () => [{ title: "Accounts of journals" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const noErrors: FormError[] = [];

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const accounts = await getLedgerAccounts();
  const notice = new URL(request.url).searchParams.get("done") === "saved" ? "The accounts are saved. The next journals use them." : null;
  return { input: accounts, before: JSON.stringify(accounts), errors: noErrors, notice };
}

const fields: FieldLimits = {
  before: typed("form", 5000),
  ...Object.fromEntries(
    ledgerAccountKeys.flatMap((key) => [
      [`code-${key}`, typed("code", 10)],
      [`name-${key}`, typed("name", 100)],
    ]),
  ),
};

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: form, errors } = await readForm(request.clone() as Request, fields);
  const texts = form as Record<string, string | undefined>;
  const read = (name: string) => toSingleLine(texts[name] ?? "");
  const input = Object.fromEntries(
    ledgerAccountKeys.map((key) => [key, { code: read(`code-${key}`), name: read(`name-${key}`) }]),
  ) as LedgerAccounts;
  const mistakes = [...errors, ...findMistakes(input)];
  const fail = (found: FormError[], status: number) =>
    data({ input, before: texts["before"] ?? "", errors: found, notice: null }, { status });
  if (mistakes.length > 0) return fail(mistakes, 400);
  const isSaved = await inTransaction(async (tx) => {
    const was = await getLedgerAccounts(tx);
    if (JSON.stringify(was) !== texts["before"] || !(await saveLedgerAccounts(tx, was, input))) return false;
    await recordAudit(tx, staff, {
      action: "ledger.changed",
      about: { kind: "list", id: "accounts" },
      was: { ...was },
      became: { ...input },
    });
    return true;
  });
  if (isSaved) return redirect("/desk/accounts/codes?done=saved", 303);
  return fail(
    [{ field: "code-gift", message: "Somebody else changed the accounts meanwhile. Open the page again and look at them first." }],
    409,
  );
}

function findMistakes(accounts: LedgerAccounts): FormError[] {
  return ledgerAccountKeys.flatMap((key) => {
    const { code, name } = accounts[key];
    return [
      ...(/^[A-Za-z0-9.-]{1,10}$/.test(code)
        ? []
        : [{ field: `code-${key}`, message: "Enter a code of letters, numbers, dots and hyphens, 10 at most" }]),
      ...(name === "" || name.length > 100
        ? [{ field: `name-${key}`, message: "Enter the account’s name as QuickBooks has it, 100 characters at most" }]
        : []),
    ];
  });
}

export default function Codes() {
  const loaded = useLoaderData<typeof loader>();
  const { input, before, errors, notice } = useActionData<typeof action>() ?? loaded;
  const mayChange = useMay("desk/accounts/codes", "post");
  return (
    <DeskPage here="/desk/accounts">
      <h1>Accounts of journals</h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <p>Journals write to these accounts: Xero knows them by their code, QuickBooks by their name. They must be there before an import.</p>
      <CodesForm input={input} before={before} errors={errors} mayChange={mayChange} />
      <p>
        <a href="/desk/accounts">Back to the accounts</a>
      </p>
    </DeskPage>
  );
}
