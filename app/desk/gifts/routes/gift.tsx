import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { carryOutRefund, requestRefund, type RefundRefusal } from "~/giving/payments/refund-donation.server";
import { maxNoteLength, parseRefundForm } from "~/giving/payments/refund-rules";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { newId } from "~/platform/ids.server";
import { queueCopy } from "~/platform/mail/queue-email.server";
import { formatDecimalPounds } from "~/platform/csv";
import { formatPounds } from "~/platform/money";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { lookUp } from "~/platform/query-values";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { useDesk } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { EmailList } from "~/desk/ui/email-list";
import { getGiftPage } from "../gift-page.server";
import { RefundForm } from "../ui/refund-form";
import { EventList, FactList, Notice } from "~/desk/ui/page-parts";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Donation ${loaded.gift.reference}` : "Donation" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined) {
  const gift = await getGiftPage(id ?? "");
  if (!gift) throw new Response(null, { status: 404 });
  const whole = formatDecimalPounds(gift.refundable);
  return {
    gift,
    formId: newId(),
    input: { amount: whole, reason: "", note: "" },
    errors: [] as FormError[],
    notice: null as string | null,
  };
}

const refundFields = {
  do: chosen,
  formId: chosen,
  amount: typed("amount", 20),
  reason: chosen,
  note: typed("note", maxNoteLength),
} as const;

const notices: Record<string, string> = {
  refunded: "Refunded. The donor gets an email, and the money shows at their bank in five to ten days.",
  waiting: "We can’t reach Stripe just now. The refund is saved and goes through as soon as we can; it shows below.",
  refused: "Stripe refused the refund. Nothing was refunded, and the donor was not told. The reason is below.",
  moved: "The donation belongs to the other fund now.",
  recorded: "The donation is entered, and counts from the day on which it came.",
  corrected: "The correction is saved.",
  voided: "The donation is void: it counts nowhere any more.",
  "refund-recorded": "The refund is recorded. Nothing was sent: neither money nor an email.",
  email: "The email is on its way.",
  "email-not": "That email is on its way already. Nothing more was sent.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const notice = lookUp(notices, new URL(request.url).searchParams.get("done"));
  return { ...(await loadPage(params["id"])), notice };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const id = params["id"] ?? "";
  const { input: form, errors: readErrors } = await readForm(request.clone() as Request, refundFields);
  const done = (what: string) => redirect(`/desk/gifts/${id}?done=${what}`, 303);
  const [what, emailId = ""] = (form.do ?? "").split(":");
  if (what === "resend") {
    const staff = await requireStaff(request);
    const { gift } = await loadPage(id);
    if (!gift.emails.some((email) => email.id === emailId)) return done("email-not");
    const isQueued = await inTransaction(async (tx) => {
      const queued = await queueCopy(tx, emailId, form.formId ?? newId());
      if (queued) await recordAudit(tx, staff, { action: "email.resent", about: { kind: "gift", id } });
      return queued;
    });
    return done(isQueued ? "email" : "email-not");
  }
  const staff = await requireFresh(request);
  const page = await loadPage(id);
  const input = { amount: form.amount ?? "", reason: form.reason ?? "", note: form.note ?? "" };
  const formId = form.formId ?? page.formId;
  const fail = (errors: FormError[], status = 400) => data({ ...page, formId, input, errors }, { status });
  if (what !== "refund") return fail([{ field: "amount", message: "That button is not known here. Nothing was changed." }]);
  if (readErrors.length > 0) return fail(readErrors);
  const parsed = parseRefundForm(input, page.gift.refundable);
  if ("errors" in parsed) return fail(parsed.errors);
  const asked = await inTransaction(async (tx) => {
    const result = await requestRefund(tx, { id: formId, donationId: id, form: parsed.form, requestedBy: staff.name });
    if ("isNew" in result && result.isNew)
      await recordAudit(tx, staff, {
        action: "refund.requested",
        about: { kind: "gift", id },
        became: { pence: parsed.form.pence, reason: parsed.form.reason },
      });
    return result;
  });
  if ("refused" in asked) return fail([{ field: "amount", message: refusalText(asked) }], 409);
  const status = await carryOutRefund(asked.request.id);
  return done(status === "done" ? "refunded" : status === "open" ? "waiting" : "refused");
}

const refusalText = (refusal: RefundRefusal): string =>
  refusal.refused === "more-than-left"
    ? `Only ${formatPounds(refusal.left)} is left of this donation. Nothing was refunded.`
    : "Nothing of this donation can be refunded now. Nothing was changed.";

export default function Gift() {
  const loaded = useLoaderData<typeof loader>();
  const { gift, formId, input, errors, notice } = useActionData<typeof action>() ?? loaded;
  const role = useDesk()?.staff?.role;
  const mayAct = role === "treasurer" || role === "administrator";
  return (
    <DeskPage here="/desk/gifts">
      <h1>
        Donation {gift.reference}: {gift.given} <Tag>{gift.statusLabel}</Tag>
      </h1>
      <ErrorSummary errors={errors} />
      <Notice notice={notice} />
      <FactList facts={gift.facts} />
      <h2>What happened</h2>
      <EventList events={gift.events} />
      <EmailList emails={gift.emails} formId={formId} mayResend={mayAct} />
      {gift.hasReceipt && (
        <p>
          <a href={`/desk/gifts/${gift.id}/receipt`}>Thank-you and receipt, to print (PDF)</a>
        </p>
      )}
      {mayAct && gift.isOffline && (
        <p>
          <a href={`/desk/gifts/${gift.id}/correct`}>Correct it, make it void, or record a refund</a>
        </p>
      )}
      {mayAct && !gift.isOffline && <RefundForm gift={gift} formId={formId} input={input} errors={errors} />}
    </DeskPage>
  );
}
