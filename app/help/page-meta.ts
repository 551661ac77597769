import type { MetaDescriptor } from "@remix-run/react";
import type { Screen } from "./screen";

/** What search engines and the browser's tab are told about a help page. */
export function pageMeta(screen: Pick<Screen, "tabTitle" | "description" | "path" | "languages">, baseUrl: string): MetaDescriptor[] {
  return [
    { title: screen.tabTitle },
    { name: "description", content: screen.description },
    { tagName: "link", rel: "canonical", href: baseUrl + screen.path },
    ...screen.languages.map(({ language, path }) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang: language,
      href: baseUrl + path,
    })),
  ];
}
