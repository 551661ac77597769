import type { LanguageLink } from "../screen";
import { getMessages } from "../messages";

/** The other languages of a page, each in its own name and writing. Draws nothing where there is only one. */
export function LanguageSwitch({ links, label }: { links: LanguageLink[]; label: string }) {
  if (links.length === 0) return null;
  return (
    <nav className="screen" aria-label={label}>
      <ul className="inline">
        {links.map(({ language, name, path, isCurrent }) => (
          <li key={language}>
            <a
              href={path}
              lang={language}
              hrefLang={language}
              dir={getMessages(language).dir}
              aria-current={isCurrent ? "page" : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
