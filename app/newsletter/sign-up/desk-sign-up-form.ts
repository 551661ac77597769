import type { FormError } from "~/platform/http/forms/form-fields";
import { addDays } from "~/platform/london-dates";
import { parseTypedDate } from "~/platform/typed-date";
import { parseSignUp, type TopicPreferences, type TopicPreferencesInput } from "../topic-form";

/** How somebody asked staff for the newsletter. */
export const toldWays = ["in_person", "phone", "paper"] as const;
type ToldWay = (typeof toldWays)[number];
export const toldWayLabels: Record<ToldWay, string> = { in_person: "In person", phone: "By phone", paper: "On paper" };

export type DeskSignUpInput = TopicPreferencesInput & {
  way?: string | undefined;
  askedOn?: string | undefined;
  agreed?: string | undefined;
};

/** `askedOn`: the London date on which they did. */
export type ToldSignUp = { email: string; preferences: TopicPreferences; way: ToldWay; askedOn: string };

/** What was asked for longer ago is asked for anew: nobody remembers it. */
const rememberedDays = 92;

/** Reads a sign-up that staff write down. @param today the London date of today */
export function parseDeskSignUp(input: DeskSignUpInput, today: string): { signUp: ToldSignUp } | { errors: FormError[] } {
  const parsed = parseSignUp(input);
  const errors: FormError[] = "errors" in parsed ? [...parsed.errors] : [];
  const way = toldWays.find((each) => each === input.way);
  if (!way) errors.push({ field: "way", message: "Choose how they asked for it" });
  const askedOn = parseTypedDate(input.askedOn ?? "");
  if (askedOn === null) errors.push({ field: "askedOn", message: "Enter the day on which they asked for it, such as 27/3/2026" });
  else if (askedOn > today) errors.push({ field: "askedOn", message: "The day on which they asked can’t be after today" });
  else if (askedOn < addDays(today, -rememberedDays))
    errors.push({ field: "askedOn", message: "That is more than three months ago: ask them again before you write it down" });
  if (input.agreed !== "yes")
    errors.push({ field: "agreed", message: "Write it down only if they asked for it in these words: tick the box if they did" });
  if ("errors" in parsed || errors.length > 0 || !way || askedOn === null) return { errors };
  return { signUp: { email: parsed.email.toLowerCase(), preferences: parsed.preferences, way, askedOn } };
}
