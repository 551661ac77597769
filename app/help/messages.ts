import ar from "./languages/ar.json";
import en from "./languages/en-GB.json";
import fr from "./languages/fr.json";
import pl from "./languages/pl.json";
import ro from "./languages/ro.json";
import sq from "./languages/sq.json";
import uk from "./languages/uk.json";
import vi from "./languages/vi.json";
import zhHans from "./languages/zh-Hans.json";
import type { Language } from "./page";

/** What the frame of a page, the rows of numbers and the card say, in one language. */
export type Messages = {
  /** The language's own name for itself. */
  name: string;
  dir: string;
  skipToExit: string;
  skipToMain: string;
  exit: string;
  /** Spoken after the first and the second press of Shift. */
  presses: string[];
  leaving: string;
  start: string;
  card: string;
  thisDevice: string;
  otherLanguages: string;
  /** {reviewed} and {next} are days. */
  reviewed: string;
  /** {day} is the day the review was due. */
  overdue: string;
  waiting: string;
  /** {name} reviewed the translation. */
  reviewedBy: string;
  keepsNothing: string;
  /** The day of the records that `contacts` was translated from. */
  contactsAsOf: string | null;
  /** Name and facts of the urgent contacts; English takes them from the records. */
  contacts: Record<string, { name: string; facts: string }>;
  cardTitle: string;
  cardRows: {
    emergency: string;
    cannotSpeak: string;
    dayAndNight: string;
    everyDay: string;
    notUrgent: string;
    textRelay: string;
  };
  cardFree: string;
  cardFold: string;
  keepQuestion: string;
  keepMeaning: string;
  keep: string;
  kept: string;
  remove: string;
  removed: string;
  keepFailed: string;
};

const messagesByLanguage: Record<Language, Messages> = {
  "en-GB": en,
  pl,
  ro,
  sq,
  vi,
  ar,
  uk,
  "zh-Hans": zhHans,
  fr,
};

export const getMessages = (language: Language): Messages => messagesByLanguage[language];

/** The direction that a language is written in. */
export const textDirection = (language: Language): "ltr" | "rtl" => (messagesByLanguage[language].dir === "rtl" ? "rtl" : "ltr");

/** Puts values into the {places} of a sentence. */
export const interpolate = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
