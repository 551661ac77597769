import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { londonDate } from "~/platform/london-dates";
import { findScreen } from "../find-screen.server";
import { helpHeaders } from "../headers.server";
import { getMissingPage } from "../missing-page.server";
import { pageMeta } from "../page-meta";
import type { MissingPageContent, Screen } from "../screen";
import { HelpScreen } from "../ui/help-screen";
import { MissingPage } from "../ui/missing-page";

type PageData = { page: { lang: string; dir?: "ltr" | "rtl" }; baseUrl: string } & (
  | { screen: Screen; missing: null }
  | { screen: null; missing: MissingPageContent }
);

export const handle = { standalone: true };

export function loader({ params, request }: LoaderFunctionArgs) {
  const today = londonDate(now());
  const found = findScreen(params["*"] ?? "", today);
  if (found && "movedTo" in found) throw redirect(found.movedTo, 301);
  const { baseUrl } = config;
  const headers = helpHeaders(request.url);
  if (found) return data<PageData>({ screen: found, missing: null, baseUrl, page: found.page }, { headers });
  const missing = getMissingPage(today);
  return data<PageData>({ screen: null, missing, baseUrl, page: { lang: "en-GB" } }, { status: 404, headers });
}

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

export const meta: MetaFunction<() => PageData> = ({ data: loaded }) =>
  loaded?.screen ? pageMeta(loaded.screen, loaded.baseUrl) : [{ title: "Support and advice" }];

export default function Page() {
  const { screen, missing } = useLoaderData<PageData>();
  return screen ? <HelpScreen screen={screen} /> : <MissingPage {...missing} />;
}
