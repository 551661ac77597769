import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { PageLayout } from "~/platform/ui/page-layout";
import { retainedAfterErasure } from "~/supporters/privacy/retained-after-erasure";

export const meta: MetaFunction = () => [{ title: "Your data is deleted" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export default function ErasedPage() {
  return (
    <PageLayout>
      <h1>Your data is deleted</h1>
      <p className="lead">You are signed out everywhere. A last email confirms it.</p>
      <ul>
        {retainedAfterErasure.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>Thank you for what you gave.</p>
    </PageLayout>
  );
}
