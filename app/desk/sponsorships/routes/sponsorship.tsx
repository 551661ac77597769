import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { inTransaction } from "~/platform/database/db.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { newId } from "~/platform/ids.server";
import { queueCopy } from "~/platform/mail/queue-email.server";
import { lookUp } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { refusalAlert, refusalHttpStatus } from "~/sponsorship/manage/refusal-messages";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { BothVersions, type Versions } from "~/desk/ui/both-versions";
import { useDesk } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { EmailList } from "~/desk/ui/email-list";
import { planForms, planPageFields, type PlanInput } from "../plan-forms.server";
import { compareSeen } from "../seen-state";
import { getDeskPlanPage } from "../plan-page.server";
import { PlanActions } from "../ui/plan-actions";
import { PlanEmailForms } from "../ui/plan-email-forms";
import { Columns, EventList, FactList, Notice } from "~/desk/ui/page-parts";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Sponsorship ${loaded.plan.reference}` : "Sponsorship" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined) {
  const plan = await getDeskPlanPage(id ?? "");
  if (!plan) throw new Response(null, { status: 404 });
  return {
    plan,
    formId: newId(),
    sent: null as string | null,
    input: {} as PlanInput,
    errors: [] as FormError[],
    versions: null as Versions | null,
    notice: null as string | null,
  };
}

const notices: Record<string, string> = {
  amount: "The new amount counts from the next payment. Nothing was taken today. The sponsor gets an email.",
  interval: "It changes when what is paid for ends. Nothing was taken today. The sponsor gets an email.",
  "keep-interval": "The change that waited is taken back. The sponsor gets an email.",
  room: "The room is changed, from this week on.",
  pause: "It is paused. The sponsor gets an email.",
  resume: "It has restarted. The sponsor gets an email.",
  skip: "That payment is skipped. The sponsor gets an email.",
  unskip: "The next payment is taken as usual. The sponsor gets an email.",
  stop: "Your sponsorship has ended, and nothing more is taken. The sponsor gets an email.",
  receipts: "Saved. Their next emails come like that.",
  links: "Links in emails sent so far open nothing any more. Emails from now on carry new ones.",
  "send-link": "The email with the link is on its way.",
  stopping:
    "Stripe can’t be reached just now. The request is saved, and continues automatically; the sponsor gets an email when it is done.",
  email: "The email is on its way.",
  "email-not": "That email is on its way already. Nothing more was sent.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { ...(await loadPage(params["id"])), notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request, "treasurer", "administrator");
  const { input, errors } = await readForm(request, planPageFields);
  const page = await loadPage(params["id"]);
  const { id, seen, emails } = page.plan;
  const done = (what: string) => redirect(`/desk/sponsorships/${id}?done=${what}`, 303);
  const [sent = "", emailId = ""] = (input.do ?? "").split(":");
  const fail = async (wrong: FormError[], status: number, versions: Versions | null = null) =>
    data({ ...(await loadPage(id)), sent, input, errors: wrong, versions }, { status });
  if (errors.length > 0) return await fail(errors, 400);
  if (sent === "resend") {
    const copyId = input.formId && /^[\w-]{10,64}$/.test(input.formId) ? input.formId : page.formId;
    const isQueued = await inTransaction(async (tx) => {
      const queued = emails.some((email) => email.id === emailId) && (await queueCopy(tx, emailId, copyId));
      if (queued) await recordAudit(tx, staff, { action: "email.resent", about: { kind: "plan", id } });
      return queued;
    });
    return done(isQueued ? "email" : "email-not");
  }
  const form = lookUp(planForms, sent);
  if (!form) return await fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  if (input.seen !== seen) {
    const message = "This sponsorship was changed while you were at it. Nothing of yours was done. Look at both versions, and send again";
    return await fail([{ field: form.field, message }], 409, compareSeen(input.seen ?? "", seen, page.plan.rooms));
  }
  const result = await form.run(id, { id: staff.id, network: staff.network }, input);
  if ("errors" in result) return await fail(result.errors, 400);
  if (!("refused" in result)) return done(sent);
  // The request to stop is kept, and a job goes on with it: there is nothing to press again.
  if (sent === "stop" && result.refused === "stripe-unreachable") return done("stopping");
  const { title, message } = refusalAlert(result.refused);
  return await fail([{ field: form.field, message: `${title}. ${message}` }], refusalHttpStatus(result.refused));
}

export default function Sponsorship() {
  const loaded = useLoaderData<typeof loader>();
  const { plan, formId, sent, input, errors, versions, notice } = useActionData<typeof action>() ?? loaded;
  const role = useDesk()?.staff?.role;
  const mayAct = role === "treasurer" || role === "administrator";
  return (
    <DeskPage here="/desk/sponsorships">
      <h1>
        Sponsorship {plan.reference} <Tag>{plan.statusLabel}</Tag>
      </h1>
      <ErrorSummary errors={errors} />
      <BothVersions versions={versions} />
      <Notice notice={notice} />
      <FactList facts={plan.facts} />
      <Columns>
        <div className="stack">
          <h2>What was changed</h2>
          {plan.events.length === 0 && <p>Nothing yet.</p>}
          <EventList events={plan.events} />
          <EmailList emails={plan.emails} formId={formId} mayResend={mayAct} />
        </div>
        {mayAct && (
          <div className="stack">
            {plan.isLive && <PlanActions plan={plan} sent={sent} input={input} errors={errors} />}
            {plan.hasBegun && <PlanEmailForms plan={plan} formId={formId} sent={sent} input={input} errors={errors} />}
          </div>
        )}
      </Columns>
    </DeskPage>
  );
}
