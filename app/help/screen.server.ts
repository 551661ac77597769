import { type Contact, phoneHref } from "./contacts/contact";
import { toContactRow } from "./contacts/contact-row";
import { findContact, listContacts } from "./contacts/contacts.server";
import { isReviewOverdue, type Language, type Page, pagePath, type Slug, tabTitle, translatedLanguages } from "./page";
import { findPage, listPages } from "./pages.server";
import type { CardLine, LanguageLink, OldNumber, Screen, ScreenBlock } from "./screen";
import { textDirection, type Messages, getMessages } from "./messages";

/** A page as it is on a day (London). Null where there is no such page. */
export function getScreen(slug: Slug, language: Language, today: string): Screen | null {
  const found = findPage(slug, language);
  if (!found) return null;
  const messages = getMessages(language);
  return {
    page: { lang: language, dir: textDirection(language) },
    tabTitle: tabTitle(found),
    path: pagePath(slug, language),
    title: found.title,
    description: found.description,
    reviewedOn: found.reviewedOn,
    nextReview: found.nextReview,
    isReviewOverdue: isReviewOverdue(found, today),
    translation: language === "en-GB" ? null : { reviewedBy: found.translationReviewedBy },
    sources: found.sources,
    changes: found.changes,
    blocks: found.blocks.map((block) => resolveBlock(block, messages, today)),
    messages,
    languages: languageLinks(slug, language),
    otherPages: listPages().map((each) => ({
      title: each.title,
      path: pagePath(each.slug),
      isCurrent: language === "en-GB" && each.slug === slug,
    })),
  };
}

/** The languages a page is written in, English first; empty where it is English only. */
function languageLinks(slug: Slug, language: Language): LanguageLink[] {
  const available = (["en-GB", ...translatedLanguages] as const).filter((each) => findPage(slug, each));
  if (available.length < 2) return [];
  return available.map((each) => ({
    language: each,
    name: getMessages(each).name,
    path: pagePath(slug, each),
    isCurrent: each === language,
  }));
}

function resolveBlock(block: Page["blocks"][number], messages: Messages, today: string): ScreenBlock {
  if (block.kind === "contacts")
    return { kind: "contacts", rows: block.ids.map((id) => toContactRow(requireContact(id), messages, today)) };
  if (block.kind === "card") return { kind: "card", ...buildCard(messages) };
  if (block.kind === "old-numbers") return { kind: "old-numbers", rows: listOldNumbers() };
  return block;
}

function requireContact(id: string): Contact {
  const found = findContact(id);
  if (!found) throw new Error(`"${id}" is not a contact`);
  return found;
}

const getNumber = (id: string, type = "voice"): string => requireContact(id).phones.find((phone) => phone.type === type)?.shown ?? "";

/** The two halves of the card. Its labels are translated; its numbers never are. */
function buildCard({ cardRows }: Messages): { front: CardLine[]; back: CardLine[] } {
  const emergency = getNumber("police-emergency");
  return {
    front: [
      { label: cardRows.emergency, number: emergency },
      {
        label: cardRows.cannotSpeak.replace("{number}", emergency),
        number: requireContact("police-emergency").thenPress ?? "",
      },
      { label: cardRows.dayAndNight, number: getNumber("salvation-army") },
      { label: cardRows.everyDay, number: getNumber("modern-slavery-helpline") },
      { label: cardRows.notUrgent, number: getNumber("police") },
    ],
    back: [{ label: cardRows.textRelay, number: getNumber("police-emergency", "textphone") }],
  };
}

/** Each number that is no longer given, beside the one that took its place. */
function listOldNumbers(): OldNumber[] {
  return listContacts()
    .filter(({ status }) => status === "superseded")
    .map((old) => {
      const replacement = requireContact(old.supersededBy ?? "");
      const phone = replacement.phones[0];
      const href = phone && phoneHref(replacement, phone);
      if (!phone || !href) throw new Error(`"${replacement.id}" has no number that can take the place of "${old.id}"`);
      return {
        name: old.name,
        numbers: old.phones.map(({ shown }) => shown),
        note: old.note ?? "",
        replacement: { name: replacement.shortName, shown: phone.shown, href },
      };
    });
}
