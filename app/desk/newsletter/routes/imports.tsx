import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { streamUploadedFile } from "~/platform/http/forms/file-upload.server";
import { formatDateTime } from "~/platform/london-dates";
import { importSummary } from "~/newsletter/imports/import";
import { listRecentImports } from "~/newsletter/imports/imports.server";
import { uploadImport } from "~/newsletter/imports/upload-import.server";
import { ImportsScreen } from "../ui/imports-screen";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Lists of subscribers" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const imports = await listRecentImports();
  return data({ imports: imports.map((list) => ({ id: list.id, title: formatDateTime(list.uploadedAt), summary: importSummary(list) })) });
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const uploaded = await streamUploadedFile(request, "list", (bytes) => uploadImport(staff, bytes, staff.name));
  if (uploaded && "id" in uploaded) return redirect(`/desk/newsletter/lists/${uploaded.id}`, 303);
  const message = !uploaded
    ? "Choose the file with the list"
    : uploaded.refused === "unreadable"
      ? uploaded.message
      : refusalMessages[uploaded.refused];
  return data({ errors: [{ field: "list", message }] }, { status: 400 });
}

const refusalMessages = {
  empty: "The file is empty.",
  "too-large": "The file is larger than 50 MB: send it in two files or more.",
};

export default function ImportsPage() {
  const { imports } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? [];
  return (
    <DeskPage here="/desk/newsletter/lists">
      <ImportsScreen imports={imports} errors={errors} />
    </DeskPage>
  );
}
