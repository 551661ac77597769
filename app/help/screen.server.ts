import { type Contact, phoneHref } from "./contacts/contact";
import { rowOf } from "./contacts/contact-row";
import { contact, contacts } from "./contacts/contacts.server";
import { isPastReview, type Language, type Page, pathOf, type Slug, tabTitle, translations } from "./page";
import { page, pages } from "./pages.server";
import type { CardLine, LanguageLink, OldNumber, Screen, ScreenBlock } from "./screen";
import { directionOf, type Words, wordsOf } from "./messages";

/** A page as it is on a day (London). Null where there is no such page. */
export function screenOf(slug: Slug, language: Language, today: string): Screen | null {
  const found = page(slug, language);
  if (!found) return null;
  const words = wordsOf(language);
  return {
    page: { lang: language, dir: directionOf(language) },
    tabTitle: tabTitle(found),
    path: pathOf(slug, language),
    title: found.title,
    description: found.description,
    reviewedOn: found.reviewedOn,
    nextReview: found.nextReview,
    pastReview: isPastReview(found, today),
    translation: language === "en-GB" ? null : { reviewedBy: found.translationReviewedBy },
    sources: found.sources,
    changes: found.changes,
    blocks: found.blocks.map((block) => drawn(block, words, today)),
    words,
    languages: languagesOf(slug, language),
    more: pages().map((each) => ({
      title: each.title,
      path: pathOf(each.slug),
      here: language === "en-GB" && each.slug === slug,
    })),
  };
}

/** The languages a page is written in, English first; empty where it is English only. */
function languagesOf(slug: Slug, language: Language): LanguageLink[] {
  const written = (["en-GB", ...translations] as const).filter((each) => page(slug, each));
  if (written.length < 2) return [];
  return written.map((each) => ({
    language: each,
    name: wordsOf(each).name,
    path: pathOf(slug, each),
    here: each === language,
  }));
}

function drawn(block: Page["blocks"][number], words: Words, today: string): ScreenBlock {
  if (block.kind === "contacts") return { kind: "contacts", rows: block.ids.map((id) => rowOf(known(id), words, today)) };
  if (block.kind === "card") return { kind: "card", ...cardOf(words) };
  if (block.kind === "old-numbers") return { kind: "old-numbers", rows: oldNumbers() };
  return block;
}

function known(id: string): Contact {
  const found = contact(id);
  if (!found) throw new Error(`"${id}" is not a contact`);
  return found;
}

const numberOf = (id: string, type = "voice"): string => known(id).phones.find((phone) => phone.type === type)?.shown ?? "";

/** The two halves of the card. Its labels are translated; its numbers never are. */
function cardOf({ cardRows }: Words): { front: CardLine[]; back: CardLine[] } {
  const emergency = numberOf("police-emergency");
  return {
    front: [
      { label: cardRows.emergency, number: emergency },
      {
        label: cardRows.cannotSpeak.replace("{number}", emergency),
        number: known("police-emergency").thenPress ?? "",
      },
      { label: cardRows.dayAndNight, number: numberOf("salvation-army") },
      { label: cardRows.everyDay, number: numberOf("modern-slavery-helpline") },
      { label: cardRows.notUrgent, number: numberOf("police") },
    ],
    back: [{ label: cardRows.textRelay, number: numberOf("police-emergency", "textphone") }],
  };
}

/** Each number that is no longer given, beside the one that took its place. */
function oldNumbers(): OldNumber[] {
  return contacts()
    .filter(({ status }) => status === "superseded")
    .map((old) => {
      const now = known(old.supersededBy ?? "");
      const phone = now.phones[0];
      const href = phone && phoneHref(now, phone);
      if (!phone || !href) throw new Error(`"${now.id}" has no number that can take the place of "${old.id}"`);
      return {
        name: old.name,
        numbers: old.phones.map(({ shown }) => shown),
        note: old.note ?? "",
        instead: { name: now.shortName, shown: phone.shown, href },
      };
    });
}
