import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { parseOfflineGift } from "~/giving/offline/offline-gift-form";
import { listOpenFunds, lockOfflineGifts, recordOfflineGift } from "~/giving/offline/record-offline-gift.server";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { newId } from "~/platform/ids.server";
import { londonDate } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { noQuestion, normalisePostcode, offlineGiftFields, toQuestion, type OfflineFormInput } from "../offline-forms.server";
import { OfflineGiftFields, OfflineGiftQuestions } from "../ui/offline-gift-fields";

export const meta: MetaFunction = () => [{ title: "Enter a donation" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage() {
  return { funds: await listOpenFunds(), formId: newId(), input: {} as OfflineFormInput, question: noQuestion, errors: [] as FormError[] };
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await loadPage();
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input, errors } = await readForm(request, offlineGiftFields);
  const page = { ...(await loadPage()), input, ...(input.formId && { formId: input.formId }) };
  if (errors.length > 0) return data({ ...page, errors }, { status: 400 });
  const parsed = parseOfflineGift(input, londonDate(now()), normalisePostcode, { funds: page.funds });
  if ("errors" in parsed) return data({ ...page, errors: parsed.errors }, { status: 400 });
  const { gift } = parsed;
  const result = await inTransaction(async (tx) => {
    await lockOfflineGifts(tx);
    const recorded = await recordOfflineGift(tx, {
      key: page.formId,
      gift,
      choice: input.person ?? null,
      isAnother: input.another === "yes",
      sendReceipt: input.receipt === "yes",
      recordedBy: staff.name,
    });
    if ("donationId" in recorded && recorded.isNew)
      await recordAudit(tx, staff, {
        action: "gift.recorded",
        about: { kind: "gift", id: recorded.donationId },
        became: { pence: gift.pence, receivedOn: gift.receivedOn, method: gift.method, giver: gift.giverKind, fund: gift.fundId },
      });
    return recorded;
  });
  if ("donationId" in result) return redirect(`/desk/gifts/${result.donationId}?done=recorded`, 303);
  if ("refused" in result) {
    const message = "There is no email address that a receipt could go to: enter one, or untick this and print the receipt";
    return data({ ...page, errors: [{ field: "receipt", message }] }, { status: 400 });
  }
  return data({ ...page, ...toQuestion(result) }, { status: 409 });
}

export default function NewGift() {
  const loaded = useLoaderData<typeof loader>();
  const { funds, formId, input, question, errors } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/gifts/new">
      <h1>Enter a donation</h1>
      <ErrorSummary errors={errors} />
      <p>
        For what did not come through this site: a cheque, cash, a standing order, a transfer, a voucher, a collection. Many at once?{" "}
        <a href="/desk/gifts/imports">Bring them in as a file</a>.
      </p>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <OfflineGiftQuestions question={question} input={input} errors={errors} />
        <OfflineGiftFields input={input} funds={funds} errors={errors} />
        <FieldError field="receipt" message={findError(errors, "receipt")} />
        <Checkbox
          name="receipt"
          checked={input.receipt === "yes"}
          label="Send them a receipt by email"
          hint="Not ticked, nothing is sent. A receipt to print is on the donation’s page."
        />
        <Button look="give">Enter donation</Button>
      </form>
    </DeskPage>
  );
}
