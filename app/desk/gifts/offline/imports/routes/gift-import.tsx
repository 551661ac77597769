import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { chooseGiftDateOrder, confirmGiftImport, discardGiftImport, saveGiftChoices } from "~/giving/offline/imports/gift-imports.server";
import { inTransaction } from "~/platform/database/db.server";
import { parseWholeNumber } from "~/platform/query-values";
import { dateOrders } from "~/platform/typed-date";
import type { FormError } from "~/platform/ui/error-summary";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { getGiftImportPage } from "../gift-import-page.server";
import { readChoicesByLine } from "../line-choices.server";
import { GiftImportScreen, giftImportTitle } from "../ui/gift-import-screen";

/** A page that looks again by itself can be told not to. */
const refreshSeconds = 4;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? giftImportTitle(loaded.list) : "A list of donations" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = ({ loaderHeaders }) => {
  const refresh = loaderHeaders.get("Refresh");
  return { "Cache-Control": "no-store", ...(refresh && { Refresh: refresh }) };
};

async function loadPage(request: Request, id: string | undefined) {
  const { searchParams } = new URL(request.url);
  const list = await getGiftImportPage(id ?? "", { lines: searchParams.get("lines"), after: parseWholeNumber(searchParams.get("after")) });
  if (!list) throw new Response(null, { status: 404 });
  const isInProgress = list.status === "checking" || list.status === "importing";
  const autoRefreshes = isInProgress && !searchParams.has("still");
  return { list, isInProgress, autoRefreshes, notice: searchParams.get("done") === "saved" ? "Saved." : null, errors: [] as FormError[] };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const page = await loadPage(request, params["id"]);
  return data(page, page.autoRefreshes ? { headers: { Refresh: `${refreshSeconds}; url=/desk/gifts/imports/${page.list.id}` } } : {});
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const id = params["id"] ?? "";
  const form = await readChoicesByLine(request);
  const here = `/desk/gifts/imports/${id}`;
  switch (form.do) {
    case "read": {
      const dateOrder = dateOrders.find((order) => order === form.dateOrder);
      if (!dateOrder) {
        const errors: FormError[] = [{ field: "dateOrder", message: "Choose which day it is" }];
        return data({ ...(await loadPage(request, id)), errors }, { status: 400 });
      }
      await chooseGiftDateOrder(id, dateOrder);
      return redirect(here, 303);
    }
    case "save":
      await saveGiftChoices(id, form.choices);
      return redirect(`${here}?${form.back}&done=saved`, 303);
    case "import":
      await saveGiftChoices(id, form.choices);
      // Pressed twice, or in another window: the page says how it stands.
      await inTransaction(async (tx) => {
        if (await confirmGiftImport(tx, id)) await recordAudit(tx, staff, { action: "gifts.imported", about: { kind: "import", id } });
      });
      return redirect(here, 303);
    case "drop":
      await discardGiftImport(id);
      return redirect(here, 303);
    default: {
      const errors: FormError[] = [{ field: "main", message: "That button is not known here. Nothing was changed" }];
      return data({ ...(await loadPage(request, id)), errors }, { status: 400 });
    }
  }
}

export default function GiftImport() {
  const loaded = useLoaderData<typeof loader>();
  const view = useActionData<typeof action>() ?? loaded;
  return (
    <DeskPage here="/desk/gifts/new">
      <GiftImportScreen {...view} />
    </DeskPage>
  );
}
