import { type Language, pageOrder, type Slug, translatedLanguages } from "./page";
import type { Screen } from "./screen";
import { getScreen } from "./screen.server";

/**
 * The page at an address below /help, such as "", "rights", "pl" or "pl/card".
 * @returns the page; or the address that it is really at; or null where there is none
 */
export function findScreen(subpath: string, today: string): Screen | { movedTo: string } | null {
  const parts = subpath.split("/").filter(Boolean);
  const language = translatedLanguages.find((each) => each.toLowerCase() === parts[0]?.toLowerCase());
  const [name, ...others] = language ? parts.slice(1) : parts;
  if (others.length > 0) return null;
  if (name === "get-help-now") return { movedTo: language ? `/help/${language.toLowerCase()}` : "/help" };
  return screenAt(name, language ?? "en-GB", today);
}

function screenAt(name: string | undefined, language: Language, today: string): Screen | null {
  const slug: Slug | undefined = name === undefined ? "get-help-now" : pageOrder.find((each) => each === name);
  return slug ? getScreen(slug, language, today) : null;
}
