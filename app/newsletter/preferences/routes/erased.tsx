import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";

export const meta: MetaFunction = () => [{ title: "You are forgotten" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => cacheFor(3600);

export default function Erased() {
  const { charity } = useSite();
  return (
    <PageLayout currentSection="/newsletter">
      <h1>You are forgotten</h1>
      <p className="lead">
        The newsletter holds nothing about you any more but a scrambled form of your address, so that no list brings you back.
      </p>
      <p>
        Should you want our newsletter one day, write to <a href={`mailto:${charity.email}`}>{charity.email}</a>: then we lift that.
        Otherwise there is nothing to do.
      </p>
    </PageLayout>
  );
}
