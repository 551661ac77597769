import { parseEmail } from "~/platform/email-address";
import { updateTopicPreferences } from "./update-topics.server";
import { unsubscribeByLink, unsubscribeFromEverything } from "./unsubscribe-by-link.server";
import { requestAddressChange } from "./request-address-change.server";
import { pauseNewsletter, resumeNewsletter } from "./pause-newsletter.server";
import type { CompletedAction } from "./preferences";
import { parseTopicPreferences, type FormError, type TopicPreferencesInput } from "../topic-form";

export type PreferencesResult =
  | { done: CompletedAction }
  | { errors: FormError[] }
  | { refused: "unknown" | "unsubscribed" | "not-understood" };

/**
 * Does what a button of the preference page asks for.
 * @param intent the button's value
 */
export async function handlePreferences(
  token: string,
  intent: string,
  input: TopicPreferencesInput,
  from: { ip: string },
): Promise<PreferencesResult> {
  switch (intent) {
    case "choose": {
      const parsed = parseTopicPreferences(input);
      if ("errors" in parsed) return parsed;
      return toResult(await updateTopicPreferences(token, parsed.preferences, from), "chosen");
    }
    case "pause":
      return toResult(await pauseNewsletter(token), "paused");
    case "resume":
      return toResult(await resumeNewsletter(token), "resumed");
    case "move":
      return await handleAddressChange(token, input.email, from);
    case "leave":
      return toResult(await unsubscribeByLink(token, "preferences"), "left");
    case "leave-everything":
      return toResult(await unsubscribeFromEverything(token), "left-everything");
    default:
      return { refused: "not-understood" };
  }
}

const toResult = (result: object | { refused: "unknown" | "unsubscribed" }, done: CompletedAction): PreferencesResult =>
  "refused" in result ? { refused: result.refused as "unknown" | "unsubscribed" } : { done };

async function handleAddressChange(token: string, input: string, from: { ip: string }): Promise<PreferencesResult> {
  const emailError = (message: string) => ({ errors: [{ field: "email", message }] });
  const address = parseEmail(input, "Write the address that letters should go to");
  if ("wrong" in address) return emailError(address.wrong);
  const result = await requestAddressChange(token, address.email, from);
  if ("requested" in result) return { done: "asked-to-move" };
  if (result.refused === "same-address") return emailError("Letters go to this address already: write the other one");
  if (result.refused === "too-many")
    return emailError(`Many addresses were written in from your network in a short time. Try again in ${result.minutes} minutes`);
  return { refused: result.refused };
}
