import type { ReactNode } from "react";
import { Note } from "~/platform/ui/note";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import type { CharityPage } from "../charity-page";

/** A page that the charity wrote; `children` stand between its lead and its words. In the demonstration it says that it is an example. */
export function CharityPageView({ page, children }: { page: CharityPage; children?: ReactNode }) {
  const { charity } = useSite();
  return (
    <PageLayout currentSection={`/${page.slug}`}>
      <h1>{page.title}</h1>
      <p className="lead">{page.lead}</p>
      {page.isExample && (
        <Note as="p">
          <strong>Example text.</strong> {charity.name} is not a real charity here. A real one writes this page itself, in a file of its
          own.
        </Note>
      )}
      {children}
      <div className="stack has-[>h2:first-child]:mt-14" dangerouslySetInnerHTML={{ __html: page.html }} />
    </PageLayout>
  );
}
