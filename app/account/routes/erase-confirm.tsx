import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { erasureSteps } from "../personal-data.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { eraseSupporter } from "~/supporters/privacy/erase-supporter.server";
import { clearSessionCookie, noStoreHeaders, requireSupporter } from "~/supporters/sign-in/session.server";
import { SupporterPage } from "../ui/supporter-page";

export const meta: MetaFunction = () => [{ title: "Delete my data" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireSupporter(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const supporter = await requireSupporter(request);
  const respond = (status: number, errors: FormError[], retryLater: boolean) =>
    data({ errors, retryLater }, { status, headers: noStoreHeaders() });
  if ((await readChoices(request, "sure")).sure !== "yes")
    return respond(400, [{ field: "sure", message: "Tick the box if you are sure: it can’t be undone" }], false);
  const result = await eraseSupporter(supporter.id, erasureSteps);
  if ("refused" in result && result.refused === "retry-later") return respond(503, [], true);
  return redirect("/supporter/erased", { status: 303, headers: { ...noStoreHeaders(), "Set-Cookie": await clearSessionCookie() } });
}

/** The second of two steps. */
export default function EraseConfirm() {
  const { errors = [], retryLater = false } = useActionData<typeof action>() ?? {};
  return (
    <SupporterPage currentPath="/supporter/data">
      <ErrorSummary errors={errors} />
      {retryLater && (
        <Note look="danger" role="status" tabIndex={-1} {...{ autofocus: "" }}>
          <h2>It is not finished yet</h2>
          <p>
            Our payment service can’t be asked just now, so we stopped before deleting anything more. Your request is saved: we keep trying,
            for some days, and send you an email when it is done. You can also press the button again.
          </p>
        </Note>
      )}
      <h1>Are you sure?</h1>
      <p className="lead">This stops your sponsorships and deletes your pages here. It can’t be undone.</p>
      <form method="post" className="stack">
        <FieldError field="sure" message={findError(errors, "sure")} />
        <Checkbox name="sure" label="Yes, delete my data" checked={retryLater} />
        <p className="buttons">
          <Button>Delete my data</Button>
          <a href="/supporter/data">Go back without changes</a>
        </p>
      </form>
    </SupporterPage>
  );
}
