import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { PageLayout } from "~/platform/ui/page-layout";
import tokens from "~/platform/ui/styles/tokens.css?raw";
import { measureContrasts, readColours } from "../contrasts";
import { ColourTable } from "../ui/colour-table";
import { Components } from "../ui/components";

export const meta: MetaFunction = () => [{ title: "Design" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

/** While the site is being written only: what visitors should not find is not there. */
export function loader() {
  if (config.mode !== "dev" && config.mode !== "test") throw new Response(null, { status: 404 });
  const { light, dark } = readColours(tokens);
  return {
    light: measureContrasts(light),
    dark: measureContrasts(dark),
    emails: config.sandbox && `http://127.0.0.1:${config.sandbox.resendPort}/samples`,
  };
}

export default function Design() {
  const { light, dark, emails } = useLoaderData<typeof loader>();
  return (
    <PageLayout>
      <h1>Design</h1>
      <p className="lead">
        Tokens, and every component in every state.{" "}
        {emails && (
          <>
            Beside them: <a href={emails}>all emails with made-up contents</a>, by day, by night and as text.
          </>
        )}
      </p>
      <h2>Type</h2>
      <p className="text-3xl font-heading">Thirty rooms</p>
      <p className="text-2xl font-heading">£1,250.50</p>
      <p className="text-xl">A section</p>
      <p className="lead">A lead paragraph, which says the most of it.</p>
      <p>What people read, at nineteen pixels.</p>
      <p className="text-sm quiet">A caption; nothing is smaller.</p>
      <h2>Colours</h2>
      <ColourTable title="Light mode" contrasts={light} />
      <ColourTable title="Dark mode" contrasts={dark} />
      <h2>Components</h2>
      <Components />
    </PageLayout>
  );
}
