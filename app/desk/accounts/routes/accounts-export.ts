import type { ActionFunctionArgs } from "@remix-run/node";
import { monthsOf } from "~/accounts/books/periods";
import { backToList } from "~/desk/lists/export-audited.server";
import { db } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { readYear } from "../accounts-page.server";
import { accountsFiles, exportAccounts } from "../export-accounts.server";

export const loader = backToList("/desk/accounts");

/** The accounts of a year, or of one month of it, as a file. The audit log has it before the first row leaves. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const form = await readChoices(request, "file", "year", "month");
  const file = accountsFiles.find((each) => each === form.file);
  if (!file) throw new Response("There is no such file.", { status: 400 });
  const { period } = readYear(new URLSearchParams({ year: form.year }));
  const month = monthsOf(period).find((each) => each.month === form.month);
  const time = month ? { from: month.from, to: month.to } : period;
  await recordAudit(db, staff, { action: "list.exported", about: { kind: "list", id: "accounts" }, became: { file, ...time } });
  return await exportAccounts(file, time);
}
