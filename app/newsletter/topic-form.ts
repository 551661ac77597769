import { readEmail } from "~/platform/email-address";
import { rhythms, topics, type Rhythm, type Topic } from "./subscription";

/** What somebody wants to get. */
export type Wish = { topics: Topic[]; rhythm: Rhythm };

/** A form of the newsletter as it was typed: shown again, to the letter, when something is wrong. */
export type TypedWish = { email: string; topics: Topic[]; rhythm: string };

export type Mistake = { field: string; words: string };

/** The texts of a form. `text` gives the one text of a field, "" if it has none. */
export const typedWish = (text: (name: string) => string): TypedWish => ({
  email: text("email"),
  topics: topics.filter((topic) => text(topic) === "yes"),
  rhythm: text("rhythm"),
});

/** Reads topics and rhythm. At least one topic: a form with none ticked is a mistake, never "all". */
export function readWish(typed: TypedWish): { wish: Wish } | { mistakes: Mistake[] } {
  const rhythm = rhythms.find((each) => each === typed.rhythm);
  const mistakes: Mistake[] = [];
  if (typed.topics.length === 0) mistakes.push({ field: topics[0], words: "Tick what you would like to hear about" });
  if (!rhythm) mistakes.push({ field: `rhythm-${rhythms[0]}`, words: "Choose how often we may write" });
  return rhythm && mistakes.length === 0 ? { wish: { topics: typed.topics, rhythm } } : { mistakes };
}

/** Reads the whole sign-up form: the wish and the address, or every mistake in the order of the page. */
export function readSignUp(typed: TypedWish): { email: string; wish: Wish } | { mistakes: Mistake[] } {
  const wish = readWish(typed);
  const address = readEmail(typed.email, "Write your e-mail address: the letters go there");
  if ("wish" in wish && "email" in address) return { email: address.email, wish: wish.wish };
  return {
    mistakes: [...("mistakes" in wish ? wish.mistakes : []), ...("wrong" in address ? [{ field: "email", words: address.wrong }] : [])],
  };
}
