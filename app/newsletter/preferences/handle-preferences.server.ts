import { readEmail } from "~/platform/email-address";
import { changeWish } from "./update-topics.server";
import { leaveByLink, leaveEverything } from "./unsubscribe-by-link.server";
import { askToMove } from "./request-address-change.server";
import { pauseNewsletter, resumeNewsletter } from "./pause-newsletter.server";
import type { Done } from "./preferences";
import { readWish, type Mistake, type TypedWish } from "../topic-form";

export type Changed = { done: Done } | { mistakes: Mistake[] } | { refused: "unknown" | "left" | "not-understood" };

/**
 * Does what a button of the preference page asks for.
 * @param wanted the button's value
 */
export async function changePreferences(token: string, wanted: string, typed: TypedWish, from: { address: string }): Promise<Changed> {
  switch (wanted) {
    case "choose": {
      const read = readWish(typed);
      if ("mistakes" in read) return read;
      return outcome(await changeWish(token, read.wish, from), "chosen");
    }
    case "pause":
      return outcome(await pauseNewsletter(token), "paused");
    case "resume":
      return outcome(await resumeNewsletter(token), "resumed");
    case "move":
      return await move(token, typed.email, from);
    case "leave":
      return outcome(await leaveByLink(token, "preferences"), "left");
    case "leave-everything":
      return outcome(await leaveEverything(token), "left-everything");
    default:
      return { refused: "not-understood" };
  }
}

const outcome = (answer: object | { refused: "unknown" | "left" }, done: Done): Changed =>
  "refused" in answer ? { refused: answer.refused as "unknown" | "left" } : { done };

async function move(token: string, typed: string, from: { address: string }): Promise<Changed> {
  const wrong = (words: string) => ({ mistakes: [{ field: "email", words }] });
  const address = readEmail(typed, "Write the address that letters should go to");
  if ("wrong" in address) return wrong(address.wrong);
  const asked = await askToMove(token, address.email, from);
  if ("asked" in asked) return { done: "asked-to-move" };
  if (asked.refused === "same-address") return wrong("Letters go to this address already: write the other one");
  if (asked.refused === "too-many")
    return wrong(`Many addresses were written in from your network in a short time. Try again in ${asked.minutes} minutes`);
  return { refused: asked.refused };
}
