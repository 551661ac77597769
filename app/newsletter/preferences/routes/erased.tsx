import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { useSite } from "~/platform/ui/site";

export const meta: MetaFunction = () => [{ title: "Your data has been deleted" }, { name: "robots", content: "noindex" }];

export const headers: HeadersFunction = () => cacheFor(3600);

export default function Erased() {
  const { charity } = useSite();
  return (
    <PageLayout currentSection="/newsletter">
      <h1>Your data has been deleted</h1>
      <p className="lead">
        Our newsletter holds nothing about you any more but a scrambled form of your address, so that we never add you again unless you ask.
      </p>
      <p>
        If you want our newsletter again one day, write to <a href={`mailto:${charity.email}`}>{charity.email}</a> and we will add you.
        Otherwise there is nothing to do.
      </p>
    </PageLayout>
  );
}
