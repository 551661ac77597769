import type { MetaDescriptor } from "@remix-run/react";
import type { Screen } from "./screen";

/** What search engines and the browser's tab are told about a help page. */
export function pageMeta(screen: Pick<Screen, "tabTitle" | "description" | "path" | "languages">, baseUrl: string): MetaDescriptor[] {
  return [
    { title: screen.tabTitle },
    { name: "description", content: screen.description },
    { tagName: "link", rel: "canonical", href: baseUrl + screen.path },
    // What a link to it shows says as little as the page's own title: no charity, no house.
    { property: "og:type", content: "website" },
    { property: "og:title", content: screen.tabTitle },
    { property: "og:description", content: screen.description },
    { property: "og:url", content: baseUrl + screen.path },
    { property: "og:image", content: `${baseUrl}/support-and-advice.png` },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { property: "og:image:alt", content: "Support and advice" },
    { name: "twitter:card", content: "summary_large_image" },
    ...screen.languages.map(({ language, path }) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang: language,
      href: baseUrl + path,
    })),
  ];
}
