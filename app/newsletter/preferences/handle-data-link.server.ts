import { parseEmail } from "~/platform/email-address";
import type { FormError } from "~/platform/http/forms/form-fields";
import { eraseSubscriber } from "./erase-subscriber.server";
import { requestAddressChange } from "./request-address-change.server";

export type DataLinkResult =
  | { done: "asked-to-move" | "erased" }
  | { errors: FormError[] }
  | { refused: "unknown" | "unsubscribed" | "not-understood" };

/**
 * Does what a button of the page of a fresh link asks for, and so uses the link. A mistake in the form does not use it.
 * @param intent the button's value
 */
export async function handleDataLink(token: string, intent: string, input: string, from: { ip: string }): Promise<DataLinkResult> {
  if (intent === "erase") {
    const result = await eraseSubscriber(token);
    return "refused" in result ? result : { done: "erased" };
  }
  if (intent !== "move") return { refused: "not-understood" };
  const emailError = (message: string) => ({ errors: [{ field: "email", message }] });
  const address = parseEmail(input, "Enter the email address that the newsletter should go to");
  if ("wrong" in address) return emailError(address.wrong);
  const result = await requestAddressChange(token, address.email, from);
  if ("requested" in result) return { done: "asked-to-move" };
  if (result.refused === "same-address") return emailError("The newsletter goes to this address already: enter the other one");
  return { refused: result.refused };
}
