import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { londonDate } from "~/platform/london-dates";
import type { Contact } from "../contacts/contact";
import { listContacts } from "../contacts/contacts.server";
import { filterServices, servicesForAnybody, listServices, parseFilter, type DirectoryFilter } from "../directory/directory-filter";
import { helpHeaders } from "../headers.server";
import { pageMeta } from "../page-meta";
import type { Screen } from "../screen";
import { getScreen } from "../screen.server";
import { type StructuredData, getStructuredData } from "../directory/structured-data.server";
import { Directory } from "../ui/directory";
import { HelpScreen } from "../ui/help-screen";

type ServicesData = {
  screen: Screen;
  page: Screen["page"];
  baseUrl: string;
  structured: StructuredData;
  directory: {
    filter: DirectoryFilter;
    isFilterValid: boolean;
    services: Contact[];
    servicesForAnybody: Contact[];
    total: number;
    today: string;
  };
};

export const handle = { standalone: true };

export function loader({ request }: LoaderFunctionArgs) {
  const today = londonDate(now());
  const screen = getScreen("services", "en-GB", today);
  if (!screen) throw new Error("app/help/pages/services.md is missing");
  const { filter, isValid } = parseFilter(new URL(request.url).searchParams);
  const all = listContacts();
  return data<ServicesData>(
    {
      screen,
      page: screen.page,
      baseUrl: config.baseUrl,
      structured: getStructuredData(all),
      directory: {
        filter,
        isFilterValid: isValid,
        services: filterServices(all, filter),
        servicesForAnybody: servicesForAnybody(all, filter),
        total: listServices(all).length,
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
