import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { keptFor } from "~/platform/http/page-cache/cache-headers.server";
import { TaskPage } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";

export const meta: MetaFunction = () => [{ title: "You are forgotten" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => keptFor(3600);

export default function Forgotten() {
  const { charity } = useSite();
  return (
    <TaskPage here="/newsletter">
      <h1>You are forgotten</h1>
      <p className="lead">
        The newsletter holds nothing about you any more but a scrambled form of your address, so that no list brings you back.
      </p>
      <p>
        Should you want our letters one day, write to <a href={`mailto:${charity.email}`}>{charity.email}</a>: then we lift that. Otherwise
        there is nothing to do.
      </p>
    </TaskPage>
  );
}
