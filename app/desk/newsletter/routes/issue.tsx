import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireStaff } from "~/desk/staff-session.server";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import { londonInstant, timeInWords } from "~/platform/london-dates";
import type { FieldMistake } from "~/platform/ui/error-summary";
import { countAudience } from "~/newsletter/audience.server";
import { stateWords } from "~/newsletter/issues/issue";
import { readIssueForm, typedIssue } from "~/newsletter/issues/issue-form";
import { readWords } from "~/newsletter/issues/render-issue.server";
import { testIssue } from "~/newsletter/issues/issue-emails.server";
import { countsOf, issueCalled } from "~/newsletter/issues/issues.server";
import { resumeIssue, thawIssue } from "~/newsletter/issues/resume-issue.server";
import { removeIssue, saveIssue } from "~/newsletter/issues/save-issue.server";
import { scheduleIssue, unscheduleIssue } from "~/newsletter/issues/schedule-issue.server";
import { DeskIssueScreen } from "../ui/issue-screen";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.typed.subject ?? "Letter"}: letter to subscribers` },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await issueCalled(params["id"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const { id, slug, state, version, topic, reach, subject, preview, body, sendAt, sentAt, stoppedWhy, audience, askedAt } = issue;
  const when = (at: Date | null) => at && timeInWords(at);
  return {
    id,
    slug,
    state,
    words: stateWords[state],
    version,
    typed: { topic, reach, subject, preview, body },
    writing: (await readWords(body)).mistakes,
    audience: audience ?? (await countAudience({ topic, reach })),
    counts: await countsOf(issue),
    sendAt: when(sendAt),
    sentAt: when(sentAt),
    mayThaw: askedAt === null,
    stoppedWhy,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireStaff(request);
  const id = params["id"] ?? "";
  const form = await postedForm(request);
  const version = Number(textOf(form, "version"));
  const back = (status: number, said: { mistakes?: FieldMistake[]; notice?: string; typed?: ReturnType<typeof typedIssue> }) =>
    data(
      {
        mistakes: [] as FieldMistake[],
        notice: null as string | null,
        typed: null as ReturnType<typeof typedIssue> | null,
        email: textOf(form, "email"),
        ...said,
      },
      { status },
    );
  const here = redirect(`/desk/newsletter/${id}`, 303);
  switch (textOf(form, "do")) {
    case "save": {
      const typed = typedIssue(form);
      const read = readIssueForm(typed);
      if ("mistakes" in read) return back(400, { typed, mistakes: read.mistakes });
      const saved = await saveIssue(id, version, read.form);
      if (saved === "saved") return here;
      return back(409, { typed, notice: savingWords[saved.refused] });
    }
    case "test": {
      const email = z.email().safeParse(textOf(form, "email").trim());
      if (!email.success) return back(400, { mistakes: [{ field: "email", words: "Write an e-mail address, such as name@example.org" }] });
      await testIssue(id, email.data);
      return back(200, { notice: "A test is on its way to that address." });
    }
    case "schedule": {
      const at = londonInstant(textOf(form, "sendAt"));
      const scheduled = at ? await scheduleIssue(id, version, at) : { refused: "past" as const };
      if (scheduled === "scheduled") return here;
      return back(400, { mistakes: [{ field: "sendAt", words: schedulingWords[scheduled.refused] }] });
    }
    case "unschedule":
      await unscheduleIssue(id);
      return here;
    case "resume":
      await resumeIssue(id);
      return here;
    case "thaw": {
      const thawed = await thawIssue(id);
      return thawed === "draft" ? here : back(409, { notice: "Resend was asked to send it already, so it stays as it is." });
    }
    case "remove":
      return (await removeIssue(id)) ? redirect("/desk/newsletter", 303) : back(409, { notice: "Only a draft can be removed." });
    default:
      return back(400, { notice: "That button is not known here. Nothing was changed." });
  }
}

const savingWords = {
  "not-there": "This letter is not there any more. Your words are below.",
  frozen: "This letter is not a draft any more, so it was not changed. Your words are below.",
  "changed-meanwhile":
    "Somebody changed this letter meanwhile. Nothing was overwritten: your words are below. Open it in another window to compare.",
};

const schedulingWords = {
  past: "Choose a date and time that is still to come",
  "not-open": "This letter was changed or sent meanwhile. Look at it again",
  "has-mistakes": "First put right what can’t be sent, below the letter",
};

export default function DeskIssue() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  return (
    <DeskPage here="/desk/newsletter" skip="Skip to the letter">
      <DeskIssueScreen
        {...loaded}
        {...(answered?.typed && { typed: answered.typed })}
        mistakes={answered?.mistakes ?? []}
        notice={answered?.notice ?? null}
        email={answered?.email ?? ""}
      />
    </DeskPage>
  );
}
