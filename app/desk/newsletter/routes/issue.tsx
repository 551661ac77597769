import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields } from "~/platform/http/forms/form-fields";
import { parseEmail } from "~/platform/email-address";
import { parseWholeNumber } from "~/platform/query-values";
import { parseLondonDateTime, formatDateTime } from "~/platform/london-dates";
import type { FormError } from "~/platform/ui/error-summary";
import { countAudience } from "~/newsletter/audience.server";
import { issueStateLabels } from "~/newsletter/issues/issue";
import { issueFields, parseIssueForm, issueInputFrom } from "~/newsletter/issues/issue-form";
import { parseIssueBody } from "~/newsletter/issues/render-issue.server";
import { queueTestEmail } from "~/newsletter/issues/issue-emails.server";
import { getIssueCounts } from "~/newsletter/issues/issues.server";
import { resumeIssue, unfreezeIssue } from "~/newsletter/issues/resume-issue.server";
import { deleteDraft, saveIssue } from "~/newsletter/issues/save-issue.server";
import { scheduleIssue, unscheduleIssue } from "~/newsletter/issues/schedule-issue.server";
import { requireIssue } from "../find-issue.server";
import { IssueScreen } from "../ui/issue-screen";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.input.subject ?? "Issue"}: newsletter issue` },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const staff = await requireStaff(request);
  const issue = await requireIssue(params["id"]);
  const { id, slug, status, version, topic, reach, subject, preview, body, sendAt, sentAt, stopReason, audienceSize, sendRequestedAt } =
    issue;
  const when = (at: Date | null) => at && formatDateTime(at);
  return {
    id,
    slug,
    state: status,
    stateLabel: issueStateLabels[status],
    version,
    input: { topic, reach, subject, preview, body },
    contentErrors: (await parseIssueBody(body)).errors,
    audience: audienceSize ?? (await countAudience({ topic, reach })),
    counts: await getIssueCounts(issue),
    sendAt: when(sendAt),
    sentAt: when(sentAt),
    mayThaw: sendRequestedAt === null,
    stoppedWhy: stopReason,
    email: staff.email,
  };
}

/** Of all its forms: the issue, a test, a date. */
const fields = { do: chosen, version: chosen, ...issueFields, email: personFields.email, sendAt: chosen } as const;

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { id } = await requireIssue(params["id"]);
  const { input: form, errors: readErrors } = await readForm(request, fields);
  const version = parseWholeNumber(form.version);
  const back = (status: number, reply: { errors?: FormError[]; notice?: string; input?: ReturnType<typeof issueInputFrom> }) =>
    data(
      {
        errors: [] as FormError[],
        notice: null as string | null,
        input: null as ReturnType<typeof issueInputFrom> | null,
        email: form.email ?? "",
        ...reply,
      },
      { status },
    );
  const here = redirect(`/desk/newsletter/${id}`, 303);
  if (readErrors.length > 0) return back(400, { errors: readErrors, ...(form.do === "save" && { input: issueInputFrom(form) }) });
  switch (form.do) {
    case "save": {
      const input = issueInputFrom(form);
      const parsed = parseIssueForm(input);
      if ("errors" in parsed) return back(400, { input, errors: parsed.errors });
      const saved = await saveIssue(staff, id, version, parsed.form);
      if (saved === "saved") return here;
      return back(409, { input, notice: saveErrors[saved.refused] });
    }
    case "test": {
      const parsed = parseEmail(form.email, "Enter the email address that the test goes to");
      if ("wrong" in parsed) return back(400, { errors: [{ field: "email", message: parsed.wrong }] });
      const queued = await queueTestEmail(staff, id, parsed.email);
      if (queued !== "queued") return back(409, { notice: testErrors[queued.refused] });
      return back(200, { notice: "A test is on its way to that address." });
    }
    case "schedule": {
      const at = parseLondonDateTime(form.sendAt ?? "");
      const scheduled = at ? await scheduleIssue(staff, id, version, at) : { refused: "past" as const };
      if (scheduled === "scheduled") return here;
      return back(400, { errors: [{ field: "sendAt", message: scheduleErrors[scheduled.refused] }] });
    }
    case "unschedule":
      await unscheduleIssue(staff, id);
      return here;
    case "resume":
      await resumeIssue(staff, id);
      return here;
    case "thaw": {
      const thawed = await unfreezeIssue(staff, id);
      return thawed === "draft" ? here : back(409, { notice: "Resend was asked to send it already, so it stays as it is." });
    }
    case "remove":
      return (await deleteDraft(staff, id)) ? redirect("/desk/newsletter", 303) : back(409, { notice: "Only a draft can be removed." });
    default:
      return back(400, { notice: "That button is not known here. Nothing was changed." });
  }
}

const saveErrors = {
  "not-found": "This issue is not there any more. Your words are below.",
  frozen: "This issue is not a draft any more, so it was not changed. Your words are below.",
  "changed-meanwhile":
    "Somebody changed this issue meanwhile. Nothing was overwritten: your words are below. Open it in another window to compare.",
};

const testErrors = {
  "not-found": "This issue is not there any more. Nothing was sent.",
  "is-article": "This is an article: it is published on the site and never sent. Nothing was sent.",
};

const scheduleErrors = {
  "is-article": "This is an article: it is published on the site and never sent",
  past: "Choose a date and time that is still to come",
  "not-open": "This issue was changed or sent meanwhile. Look at it again",
  "has-errors": "First fix what can’t be sent, below the issue",
};

export default function IssuePage() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the issue">
      <IssueScreen
        {...loaded}
        {...(answered?.input && { input: answered.input })}
        errors={answered?.errors ?? []}
        notice={answered?.notice ?? null}
        email={answered?.email || loaded.email}
      />
    </DeskPage>
  );
}
