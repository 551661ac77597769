import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/desk/staff-session.server";
import { takePostedFile } from "~/platform/http/forms/file-upload.server";
import { timeInWords } from "~/platform/london-dates";
import { listInBrief } from "~/newsletter/imports/import";
import { latestLists } from "~/newsletter/imports/imports.server";
import { takeInList } from "~/newsletter/imports/upload-import.server";
import { DeskListsScreen } from "../ui/imports-screen";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Lists of subscribers" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const lists = await latestLists();
  return data({ lists: lists.map((list) => ({ id: list.id, when: timeInWords(list.broughtAt), words: listInBrief(list) })) });
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const taken = await takePostedFile(request, "list", (bytes) => takeInList(bytes, staff.name));
  if (taken && "id" in taken) return redirect(`/desk/newsletter/lists/${taken.id}`, 303);
  const words = !taken ? "Choose the file with the list" : taken.refused === "unreadable" ? taken.words : refusalWords[taken.refused];
  return data({ mistakes: [{ field: "list", words }] }, { status: 400 });
}

const refusalWords = {
  empty: "The file is empty.",
  "too-large": "The file is larger than 50 MB: send it in two files or more.",
};

export default function DeskLists() {
  const { lists } = useLoaderData<typeof loader>();
  const mistakes = useActionData<typeof action>()?.mistakes ?? [];
  return (
    <DeskPage here="/desk/newsletter/lists">
      <DeskListsScreen lists={lists} mistakes={mistakes} />
    </DeskPage>
  );
}
