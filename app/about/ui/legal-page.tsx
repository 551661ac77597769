import type { ReactNode } from "react";
import { formatLondonDate } from "~/platform/london-dates";
import { Note } from "~/platform/ui/note";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";
import { legalPagesChangedOn } from "../regulators";

/** A page that the law asks for. In the demonstration it says that it is an example. */
export function LegalPage({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  const { charity } = useSite();
  return (
    <PageLayout>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      {charity.demonstration && (
        <Note as="p">
          <strong>This is a demonstration.</strong> {charity.name} is not a real charity here. The page shows what a real one’s would say,
          with its own name and addresses.
        </Note>
      )}
      {children}
      <p className="text-sm quiet">Last changed on {formatLondonDate(legalPagesChangedOn)}.</p>
    </PageLayout>
  );
}
