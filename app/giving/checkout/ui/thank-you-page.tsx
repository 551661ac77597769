import type { MetaDescriptor } from "@remix-run/node";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "~/platform/ui/button";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import shareScriptUrl from "./share.js?url";

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
    <ButtonLink look="give" href={path}>
      {children}
    </ButtonLink>
  </p>
);

/** What the newsletter waits for, or the way to it. */
export const NewsletterStep = ({ wantsNews }: { wantsNews: boolean }) =>
  wantsNews ? (
    <p>You asked for the monthly newsletter: nothing is sent before you have confirmed your address.</p>
  ) : (
    <p>
      <a href="/newsletter">Get our newsletter</a>: what the house did this month. Unsubscribe any time.
    </p>
  );

/** All the facts, for those who want them now: the email says the same. */
export const FoldedFacts = ({ title, children }: { title: string; children: ReactNode }) => (
  <details>
    <summary>{title}</summary>
    {children}
    <p className="hint">Bookmark this page to see the latest status.</p>
  </details>
);

/** A link to a public page, to be passed on: nothing in it says who gave, or what. */
export function ShareLink({ path, children }: { path: string; children: ReactNode }) {
  const { baseUrl, charity } = useSite();
  const url = baseUrl + path;
  return (
    <>
      <h2>Tell somebody</h2>
      <p>{children} Nothing in the link is about you or what you gave.</p>
      <p className="buttons">
        <a href={path}>{url.replace(/^https?:\/\//, "").replace(/\/$/, "")}</a>
        <Button type="button" className="hidden!" data-share={url} data-share-title={charity.name}>
          Share
        </Button>
      </p>
      <script type="module" src={shareScriptUrl} />
    </>
  );
}
