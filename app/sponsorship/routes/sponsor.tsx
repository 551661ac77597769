import type { MetaFunction } from "@remix-run/node";
import { TaskPage } from "~/platform/ui/page";

export const meta: MetaFunction = () => [{ title: "Sponsor a room" }];

export default function Sponsor() {
  return (
    <TaskPage here="/sponsor">
      <h1>Sponsor a room</h1>
      <p>Joining online is not open on this site yet. You can <a href="/donate">give once</a> meanwhile.</p>
    </TaskPage>
  );
}
