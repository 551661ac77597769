import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { parseEmail } from "~/platform/email-address";
import { requireStaff } from "~/staff/session.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, personFields, typed } from "~/platform/http/forms/form-fields";
import type { FormError } from "~/platform/ui/error-summary";
import { maxStatementLength, parseUnsuppressForm, type UnsuppressInput } from "~/newsletter/suppressions/unsuppress-form";
import { unsuppress } from "~/newsletter/suppressions/unsuppress.server";
import { lookUpEmailAddress } from "~/newsletter/suppressions/look-up-address.server";
import { suppressAddress } from "~/newsletter/suppressions/suppress-address.server";
import { staffReasons } from "~/newsletter/suppressions/suppression";
import { toSuppressionView } from "../ui/suppression-view";
import { SuppressionScreen } from "../ui/suppression-screen";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Look up a subscriber" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return null;
}

const fields = {
  do: chosen,
  email: personFields.email,
  reason: chosen,
  channel: chosen,
  requestedOn: chosen,
  statement: typed("words", maxStatementLength),
} as const;

type Reply = { errors?: FormError[]; notice?: string; lift?: UnsuppressInput };

/** An address is never part of the page's own, so every answer comes to a form. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input: form, errors: readErrors } = await readForm(request, fields);
  const input = form.email ?? "";
  if (readErrors.some(({ field }) => field === "email")) return data(toReply(input, null, { errors: readErrors }), { status: 400 });
  const parsed = parseEmail(input, "Enter the address");
  if ("wrong" in parsed) return data(toReply(input, null, { errors: [{ field: "email", message: parsed.wrong }] }), { status: 400 });
  const { email } = parsed;
  const back = async (status: number, reply: Reply) =>
    data(toReply(email, toSuppressionView(await lookUpEmailAddress(email)), reply), { status });
  const lift = { channel: form.channel ?? "", requestedOn: form.requestedOn ?? "", statement: form.statement ?? "" };
  if (readErrors.length > 0) return await back(400, { errors: readErrors, lift });
  switch (form.do) {
    case "look":
      return await back(200, {});
    case "suppress": {
      const reason = staffReasons.find((each) => each === form.reason);
      if (!reason) return await back(400, { errors: [{ field: "reason", message: "Choose who told us" }] });
      const isNew = await suppressAddress(staff, email, reason);
      return await back(200, { notice: isNew ? "Done: no newsletter goes there any more." : "That was so already. Nothing has changed." });
    }
    case "lift": {
      const parsedForm = parseUnsuppressForm(lift, now());
      if ("errors" in parsedForm) return await back(400, { errors: parsedForm.errors, lift });
      const lifted = await unsuppress(staff, email, parsedForm.request, staff.name);
      return lifted === "unsuppressed"
        ? await back(200, { notice: "Done, and written down below." })
        : await back(409, { notice: refusalMessages[lifted.refused] });
    }
    default:
      return await back(400, { notice: "That button is not known here. Nothing was changed." });
  }
}

const refusalMessages = {
  "nothing-to-unsuppress": "There is nothing that staff could lift. Nothing was changed.",
  "being-erased": "The address is being forgotten just now. Nothing was changed: look again in some minutes.",
};

const toReply = (email: string, found: ReturnType<typeof toSuppressionView> | null, { errors = [], notice, lift }: Reply) => ({
  email,
  found,
  errors,
  notice: notice ?? null,
  lift: lift ?? { channel: "", requestedOn: "", statement: "" },
});

const emptyReply = toReply("", null, {});

export default function SuppressionsPage() {
  const answered = useActionData<typeof action>() ?? emptyReply;
  return (
    <DeskPage here="/desk/newsletter/suppressions">
      <SuppressionScreen {...answered} />
    </DeskPage>
  );
}
