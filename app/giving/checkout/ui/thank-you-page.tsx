import type { MetaDescriptor } from "@remix-run/node";
import type { ReactNode } from "react";
import { PageLayout } from "~/platform/ui/page-layout";

/** What the head of a thank-you page says. One that is still being checked looks again by itself, without JavaScript. */
export const thankYouMeta = (title: string, isUnsure: boolean): MetaDescriptor[] => [
  { title },
  { name: "robots", content: "noindex" },
  ...(isUnsure ? [{ httpEquiv: "refresh", content: "10" }] : []),
];

type ThankYouPageProps = { section: "/donate" | "/sponsor"; title: string; lead: string; facts: ReactNode; children: ReactNode };

/** How a gift or a sponsorship stands. @param facts left out while it is still being checked */
export function ThankYouPage({ section, title, lead, facts, children }: ThankYouPageProps) {
  return (
    <PageLayout currentSection={section}>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      {facts}
      {children}
    </PageLayout>
  );
}

export const BackToForm = ({ path, children }: { path: string; children: ReactNode }) => (
  <p>
    <a className="button give" href={path}>
      {children}
    </a>
  </p>
);

export const NewsWaits = () => <p>You asked for the monthly newsletter: nothing is sent before you have confirmed your address.</p>;
