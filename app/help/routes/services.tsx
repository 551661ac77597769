import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { londonDate } from "~/platform/london-dates";
import type { Contact } from "../contacts/contact";
import { contacts } from "../contacts/contacts.server";
import { fitting, forAnybody, listed, readWish, type Wish } from "../directory/directory-filter";
import { helpHeaders } from "../headers.server";
import { pageMeta } from "../page-meta";
import type { Screen } from "../screen";
import { screenOf } from "../screen.server";
import { type StructuredData, structuredData } from "../directory/structured-data.server";
import { Directory } from "../ui/directory";
import { HelpScreen } from "../ui/help-screen";

type ServicesData = {
  screen: Screen;
  page: Screen["page"];
  baseUrl: string;
  structured: StructuredData;
  directory: { wish: Wish; understood: boolean; services: Contact[]; anybody: Contact[]; total: number; today: string };
};

export const handle = { plain: true };

export function loader({ request }: LoaderFunctionArgs) {
  const today = londonDate(now());
  const screen = screenOf("services", "en-GB", today);
  if (!screen) throw new Error("app/help/pages/services.md is missing");
  const { wish, understood } = readWish(new URL(request.url).searchParams);
  const all = contacts();
  return data<ServicesData>(
    {
      screen,
      page: screen.page,
      baseUrl: config.baseUrl,
      structured: structuredData(all),
      directory: {
        wish,
        understood,
        services: fitting(all, wish),
        anybody: forAnybody(all, wish),
        total: listed(all).length,
        today,
      },
    },
    { headers: helpHeaders(request.url) },
  );
}

export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

export const meta: MetaFunction<() => ServicesData> = ({ data: loaded }) =>
  loaded ? [...pageMeta(loaded.screen, loaded.baseUrl), { "script:ld+json": loaded.structured }] : [];

export default function Services() {
  const { screen, directory } = useLoaderData<ServicesData>();
  return (
    <HelpScreen screen={screen}>
      <Directory {...directory} />
    </HelpScreen>
  );
}
