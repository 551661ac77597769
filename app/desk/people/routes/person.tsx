import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { agreedWording } from "~/giving/gift-aid/declaration-wording";
import { currentDeclarationWording } from "~/giving/gift-aid/gift-aid";
import { config } from "~/platform/config/config.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { isId, newId } from "~/platform/ids.server";
import { lookUp } from "~/platform/query-values";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { findMergeOf } from "~/supporters/merge/merges.server";
import { BothVersions, type Versions } from "~/desk/ui/both-versions";
import { useDesk } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Note } from "~/platform/ui/note";
import { personForms, personPageFields, type PersonInput, type TypedVersion } from "../person-forms.server";
import { getPersonPage, type PersonPage } from "../person-page.server";
import { GiftAidPart } from "../ui/gift-aid-part";
import { Merges } from "../ui/merges";
import { NameForm, NoteForm, PersonFacts, TaskList } from "../ui/person-parts";
import { Timeline } from "../ui/timeline";
import { Columns, Notice } from "~/desk/ui/page-parts";

export const meta: MetaFunction<typeof loader> = () => [{ title: "Supporter" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(request: Request, id: string | undefined) {
  const person = await getPersonPage(id ?? "", new URL(request.url).searchParams.get("after"));
  if (!person) throw await goneTo(id ?? "");
  const wording = agreedWording({
    scope: "this_and_future",
    via: "supporter",
    wording: currentDeclarationWording.version,
    charityName: config.charity.legalName,
  });
  return {
    person,
    wording,
    formId: newId(),
    sent: null as string | null,
    input: {} as PersonInput,
    errors: [] as FormError[],
    versions: null as Versions | null,
    notice: null as string | null,
  };
}

/** What is saved of a person now beside what was typed by whoever came second. */
function besideSaved(person: PersonPage, { of, text }: TypedVersion): Versions {
  const home = person.home ? [person.home.house, person.home.postcode ?? "outside the United Kingdom"].join(", ") : "none";
  const row = of === "name" ? { label: "Name", saved: person.name } : { label: "Home", saved: home };
  return { columns: ["Saved now", "Yours"], rows: [{ label: row.label, texts: [row.saved, text] }], note: null };
}

/** A record that went into another leads there as long as that can be undone. */
async function goneTo(id: string): Promise<Response> {
  const merge = await findMergeOf(id);
  return merge ? redirect(`/desk/people/${merge.supporterId}`, 303) : new Response(null, { status: 404 });
}

const notices: Record<string, string> = {
  merged: "The two records are one now. Everybody is signed out, and links in earlier emails stopped working.",
  unmerged: "The two records are apart again, and this is the one that is back.",
  name: "The name is corrected.",
  home: "The home is corrected. Gift Aid goes on as before.",
  declared: "The declaration is recorded. The written confirmation is on its way to them by email.",
  "declared-to-post":
    "The declaration is recorded. They have no email address: print its confirmation under “Gift Aid” and post it, as the rules ask for it in writing.",
  cancelled: "Gift Aid is cancelled for what they give from now on. An email tells them.",
  "cancelled-to-tell":
    "Gift Aid is cancelled for what they give from now on. They have no email address, so nothing tells them: please do.",
  note: "The note is saved.",
  task: "The task is saved. It shows on the overview when its day comes.",
  "task-done": "The task is done.",
  email: "The email is on its way.",
  "email-not": "That email is on its way already. Nothing more was sent.",
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const page = await loadPage(request, params["id"]);
  return { ...page, notice: lookUp(notices, new URL(request.url).searchParams.get("done")) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { input, errors } = await readForm(request.clone() as Request, personPageFields);
  const [sent = "", id = ""] = (input.do ?? "").split(":");
  const form = lookUp(personForms, sent);
  const staff = await requireStaff(request, ...(form?.roles ?? []));
  const page = await loadPage(request, params["id"]);
  const formId = isId(input.formId) ? input.formId : page.formId;
  const fail = async (wrong: FormError[], status: number, yours?: TypedVersion) => {
    const fresh = await loadPage(request, params["id"]);
    return data({ ...fresh, formId, sent, input, errors: wrong, versions: yours ? besideSaved(fresh.person, yours) : null }, { status });
  };
  if (!form) return await fail([{ field: "main", message: "That button is not known here. Nothing was changed." }], 400);
  if (errors.length > 0) return await fail(errors, 400);
  const result = await form.run(staff, page.person, { ...input, formId }, id);
  if ("errors" in result) return await fail(result.errors, result.status, result.yours);
  return redirect(`/desk/people/${page.person.id}?done=${result.done}`, 303);
}

export default function Person() {
  const loaded = useLoaderData<typeof loader>();
  const { person, wording, formId, sent, input, errors, versions, notice } = useActionData<typeof action>() ?? loaded;
  const role = useDesk()?.staff?.role;
  const mayAct = role === "treasurer" || role === "administrator";
  const typedIn = (form: string): PersonInput | null => (sent === form ? input : null);
  return (
    <DeskPage here="/desk/people">
      <h1>{person.name}</h1>
      <ErrorSummary errors={errors} />
      <BothVersions versions={versions} />
      <Notice notice={notice} />
      {person.isBeingErased && (
        <Note as="p" look="danger" role="status">
          This person’s data is being deleted. It continues automatically until it is done.
        </Note>
      )}
      <Merges person={person} mayAct={mayAct} />
      <PersonFacts person={person} />
      <TaskList tasks={person.tasks} mayWrite={role !== "viewer"} />
      <Columns>
        <Timeline person={person} formId={formId} mayResend={mayAct} />
        <div className="stack">
          {role !== "viewer" && <NoteForm formId={formId} input={typedIn("note")} errors={errors} />}
          {mayAct && <NameForm person={person} input={typedIn("name")} errors={errors} />}
          <GiftAidPart
            person={person}
            wording={wording}
            mayAct={mayAct}
            home={typedIn("home")}
            declaration={typedIn("declare")}
            errors={errors}
          />
          <h2>As they asked</h2>
          <ul>
            <li>
              <a href={`/desk/people/${person.id}/newsletter`}>The newsletter</a>: what about, how often, pause, stop.
            </li>
            {mayAct && (
              <li>
                <a href={`/desk/people/${person.id}/account`}>Email address, signing out, statements, their data</a>
              </li>
            )}
          </ul>
          {mayAct && (
            <>
              <h2>Another record</h2>
              <p>
                <a href={`/desk/people/${person.id}/merge`}>Make two records of this person one</a>
              </p>
            </>
          )}
          {role === "administrator" && (
            <>
              <h2>Erase</h2>
              <p>
                <a href={`/desk/people/${person.id}/erase`}>Delete this person’s data</a>, where they ask for it.
              </p>
            </>
          )}
        </div>
      </Columns>
    </DeskPage>
  );
}
