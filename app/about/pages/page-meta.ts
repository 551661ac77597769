import type { MetaDescriptor } from "@remix-run/node";
import type { CharityPage } from "./charity-page";

/** What the head of a charity's page says. @param name the charity's */
export const charityPageMeta = ({ title, description, slug }: CharityPage, name: string, baseUrl: string): MetaDescriptor[] => [
  { title: `${title} – ${name}` },
  { name: "description", content: description },
  { tagName: "link", rel: "canonical", href: `${baseUrl}/${slug}` },
];
