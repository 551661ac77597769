import type { LanguageLink } from "../screen";
import { wordsOf } from "../messages";

/** The other languages of a page, each in its own name and writing. Draws nothing where there is only one. */
export function LanguageSwitch({ links, label }: { links: LanguageLink[]; label: string }) {
  if (links.length === 0) return null;
  return (
    <nav className="screen" aria-label={label}>
      <ul className="inline">
        {links.map(({ language, name, path, here }) => (
          <li key={language}>
            <a href={path} lang={language} hrefLang={language} dir={wordsOf(language).dir} aria-current={here ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
