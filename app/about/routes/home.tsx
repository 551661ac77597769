import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { TaskPage } from "~/platform/ui/page";
import { keptFor } from "../kept-page.server";

export const meta: MetaFunction = () => [{ title: "Safe rooms, lit by many people" }];
export const headers: HeadersFunction = () => keptFor(60);

export default function Home() {
  return (
    <TaskPage>
      <h1>One safe room, lit by many people</h1>
      <p><a href="/help">Get help</a>, or <a href="/donate">give once</a>.</p>
    </TaskPage>
  );
}
