import { data, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { readEmail } from "~/platform/email-address";
import { requireStaff } from "~/desk/staff-session.server";
import { postedForm, textOf } from "~/platform/http/forms/form-data.server";
import type { FieldMistake } from "~/platform/ui/error-summary";
import { readLiftForm, type TypedLift } from "~/newsletter/suppressions/unsuppress-form";
import { liftSuppression } from "~/newsletter/suppressions/unsuppress.server";
import { lookUpAddress } from "~/newsletter/suppressions/look-up-address.server";
import { suppressAddress } from "~/newsletter/suppressions/suppress-address.server";
import { staffMayAdd } from "~/newsletter/suppressions/suppression";
import { addressForDesk } from "../ui/suppression-view";
import { DeskAddressScreen } from "../ui/suppression-screen";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction = () => [{ title: "One address" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return null;
}

type Said = { mistakes?: FieldMistake[]; notice?: string; lift?: TypedLift };

/** An address is never part of the page's own, so every answer comes to a form. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const form = await postedForm(request);
  const typed = textOf(form, "email");
  const read = readEmail(typed, "Write the address");
  if ("wrong" in read) return data(answer(typed, null, { mistakes: [{ field: "email", words: read.wrong }] }), { status: 400 });
  const { email } = read;
  const back = async (status: number, said: Said) => data(answer(email, addressForDesk(await lookUpAddress(email)), said), { status });
  switch (textOf(form, "do")) {
    case "look":
      return await back(200, {});
    case "suppress": {
      const reason = staffMayAdd.find((each) => each === textOf(form, "reason"));
      if (!reason) return await back(400, { mistakes: [{ field: "reason", words: "Choose who told us" }] });
      const isNew = await suppressAddress(email, reason);
      return await back(200, { notice: isNew ? "Done: no newsletter goes there any more." : "That was so already. Nothing has changed." });
    }
    case "lift": {
      const lift = { asked: textOf(form, "asked"), askedOn: textOf(form, "askedOn"), words: textOf(form, "words") };
      const wish = readLiftForm(lift, now());
      if ("mistakes" in wish) return await back(400, { mistakes: wish.mistakes, lift });
      const lifted = await liftSuppression(email, wish.wish, staff.name);
      return lifted === "lifted"
        ? await back(200, { notice: "Done, and written down below." })
        : await back(409, { notice: refusalWords[lifted.refused] });
    }
    default:
      return await back(400, { notice: "That button is not known here. Nothing was changed." });
  }
}

const refusalWords = {
  "nothing-to-lift": "There is nothing that staff could lift. Nothing was changed.",
  "being-erased": "The address is being forgotten just now. Nothing was changed: look again in some minutes.",
};

const answer = (email: string, found: ReturnType<typeof addressForDesk> | null, { mistakes = [], notice, lift }: Said) => ({
  email,
  found,
  mistakes,
  notice: notice ?? null,
  lift: lift ?? { asked: "", askedOn: "", words: "" },
});

const nothingYet = answer("", null, {});

export default function DeskSuppressions() {
  const answered = useActionData<typeof action>() ?? nothingYet;
  return (
    <DeskPage here="/desk/newsletter/suppressions">
      <DeskAddressScreen {...answered} />
    </DeskPage>
  );
}
