import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { TaskPage } from "~/platform/ui/page";
import { useSite } from "~/platform/ui/site";
import { keptFor } from "../kept-page.server";

export const meta: MetaFunction = () => [{ title: "Accessibility" }];
export const headers: HeadersFunction = () => keptFor(3600);

export default function Accessibility() {
  const { charity } = useSite();
  return (
    <TaskPage>
      <h1>Accessibility</h1>
      <p>Write to us at <a href={`mailto:${charity.email}`}>{charity.email}</a>.</p>
    </TaskPage>
  );
}
