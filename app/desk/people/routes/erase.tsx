import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { erasureSteps } from "~/account/personal-data.server";
import { db } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import { retainedAfterErasure } from "~/supporters/privacy/retained-after-erasure";
import { DeskPage } from "~/desk/ui/desk-page";
import { buttonRow } from "~/desk/ui/looks";

export const meta: MetaFunction = () => [{ title: "Erase a supporter" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

async function loadPage(id: string | undefined) {
  const supporter = await db.supporter.findUnique({ where: { id: id ?? "" } });
  if (!supporter) throw new Response(null, { status: 404 });
  const name = [supporter.firstName, supporter.lastName].filter(Boolean).join(" ") || (supporter.email ?? "no name");
  return { id: supporter.id, name, retained: retainedAfterErasure, errors: [] as FormError[], retryLater: false };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request, "administrator");
  return await loadPage(params["id"]);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireFresh(request.clone() as Request, "administrator");
  const page = await loadPage(params["id"]);
  if ((await readChoices(request, "sure")).sure !== "yes")
    return data(
      { ...page, errors: [{ field: "sure", message: "Tick the box if they asked for it: it can’t be undone" }] },
      { status: 400 },
    );
  const result = await eraseSupporter(page.id, erasureSteps, (tx) =>
    recordAudit(tx, staff, { action: "person.erased", about: { kind: "supporter", id: page.id } }),
  );
  if ("refused" in result && result.refused === "retry-later") return data({ ...page, retryLater: true }, { status: 503 });
  return redirect("/desk/people?done=erased", 303);
}

export default function Erase() {
  const loaded = useLoaderData<typeof loader>();
  const { id, name, retained, errors, retryLater } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/people">
      <h1>Erase {name}?</h1>
      <ErrorSummary errors={errors} />
      {retryLater && (
        <Note as="p" look="danger" role="status">
          Stripe can’t be asked just now, so we stopped before deleting anything more. The request is saved, and continues automatically
          until it is done. You can also press the button again.
        </Note>
      )}
      <p>This stops their sponsorships, takes their name out of what they gave, and lets no list bring them back. It can’t be undone.</p>
      <h2>What stays, and why</h2>
      <p>In the words that supporters read:</p>
      <ul>
        {retained.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <form method="post" className="form">
        <FieldError field="sure" message={findError(errors, "sure")} />
        <Checkbox name="sure" label="They asked us to delete their data" checked={false} />
        <p className={buttonRow}>
          <Button look="danger">Erase</Button>
          <a href={`/desk/people/${id}`}>Go back without changes</a>
        </p>
      </form>
    </DeskPage>
  );
}
