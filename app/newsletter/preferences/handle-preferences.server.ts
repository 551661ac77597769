import { updateTopicPreferences } from "./update-topics.server";
import { unsubscribeByLink, unsubscribeFromEverything } from "./unsubscribe-by-link.server";
import { requestDataLink } from "./data-links.server";
import { pauseNewsletter, resumeNewsletter } from "./pause-newsletter.server";
import type { CompletedAction } from "./preferences";
import { formatCount } from "~/platform/number-words";
import type { FormError } from "~/platform/http/forms/form-fields";
import { parseTopicPreferences, type TopicPreferencesInput } from "../topic-form";

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
    case "data-link": {
      const asked = await requestDataLink(token);
      if (!("minutes" in asked)) return toResult(asked, "link-sent");
      return {
        errors: [
          { field: "data-link", message: `You have asked for a link many times. Try again in ${formatCount(asked.minutes, "minute")}` },
        ],
      };
    }
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
