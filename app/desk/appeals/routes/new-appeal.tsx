import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { appealFields, appealInputFrom } from "~/giving/appeals/appeal-form";
import { createAppeal } from "~/giving/appeals/change-appeals.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen } from "~/platform/http/forms/form-fields";
import { isId, newId } from "~/platform/ids.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { getAppealChoices } from "../appeal-page.server";
import { appealRefusals } from "../appeal-refusals";
import { readAppeal } from "../save-form.server";
import { AppealFields } from "../ui/appeal-fields";

export const meta: MetaFunction = () => [{ title: "A new appeal" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { choices: await getAppealChoices(), formId: newId(), input: appealInputFrom({}), errors: [] as FormError[] };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: read, errors: readErrors } = await readForm(request, { ...appealFields, formId: chosen });
  const { formId: typedId, ...typedIn } = read;
  const [formId, input] = [isId(typedId) ? typedId : newId(), appealInputFrom(typedIn)];
  const fail = async (errors: FormError[], status: number) =>
    data({ choices: await getAppealChoices(), formId, input, errors }, { status });
  if (readErrors.length > 0) return await fail(readErrors, 400);
  const parsed = await readAppeal(input);
  if ("errors" in parsed) return await fail(parsed.errors, 400);
  const created = await createAppeal(staff, formId, parsed.form);
  return "refused" in created ? await fail([appealRefusals[created.refused]], 409) : redirect(`/desk/appeals/${formId}?done=saved`, 303);
}

export default function NewAppeal() {
  const loaded = useLoaderData<typeof loader>();
  const { choices, formId, input, errors } = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/appeals" skip="Skip to the form">
      <h1>A new appeal</h1>
      <ErrorSummary errors={errors} />
      <p className="hint">It is saved as a draft: nobody sees it before you publish it.</p>
      <form method="post" action="/desk/appeals/new" className="form" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <AppealFields input={input} choices={choices} errors={errors} />
        <Button>Save as a draft</Button>
      </form>
    </DeskPage>
  );
}
