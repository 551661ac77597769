import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { TaskPage } from "~/platform/ui/page";
import { useSite } from "~/platform/ui/site";
import { keptFor } from "../kept-page.server";

export const meta: MetaFunction = () => [{ title: "Complaints, and our promise about fundraising" }];
export const headers: HeadersFunction = () => keptFor(3600);

export default function Complaints() {
  const { charity } = useSite();
  return (
    <TaskPage>
      <h1>Complaints, and our promise about fundraising</h1>
      <p>Write to us at <a href={`mailto:${charity.email}`}>{charity.email}</a>.</p>
    </TaskPage>
  );
}
