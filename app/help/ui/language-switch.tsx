import type { LanguageLink } from "../screen";
import { getMessages } from "../messages";

/** The other languages of a page, each in its own name and writing. Draws nothing where there is only one. */
export function LanguageSwitch({ links, label }: { links: LanguageLink[]; label: string }) {
  if (links.length === 0) return null;
  return (
    <nav className="print:hidden" aria-label={label}>
      <ul className="flex list-none flex-wrap gap-x-6 p-0 *:m-0">
        {links.map(({ language, name, path, isCurrent }) => (
          <li key={language}>
            <a
              className="inline-flex min-h-11 min-w-11 items-center"
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
