import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { giftColumnHelp } from "~/giving/offline/imports/gift-columns";
import { giftImportSummary } from "~/giving/offline/imports/gift-import";
import { listGiftImports, uploadGiftImport } from "~/giving/offline/imports/gift-imports.server";
import { streamUploadedFile } from "~/platform/http/forms/file-upload.server";
import { formatDateTime } from "~/platform/london-dates";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { CsvUpload, RecentImports } from "~/desk/ui/imports/csv-upload";

export const meta: MetaFunction = () => [{ title: "Donations from a file" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const imports = await listGiftImports();
  return {
    imports: imports.map(({ id, uploadedAt, uploadedBy, status, tally }) => ({
      id,
      title: `${formatDateTime(uploadedAt)}, by ${uploadedBy}`,
      summary: giftImportSummary(status, tally),
    })),
  };
}

const refusalMessages = { empty: "The file is empty", "too-large": "The file is larger than 5 MB: send it in two files or more" };

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const uploaded = await streamUploadedFile(request, "list", (bytes) => uploadGiftImport(bytes, staff.name));
  if (uploaded && "id" in uploaded) return redirect(`/desk/gifts/imports/${uploaded.id}`, 303);
  const message = !uploaded
    ? "Choose the file with the donations"
    : uploaded.refused === "unreadable"
      ? uploaded.message
      : refusalMessages[uploaded.refused];
  return data({ errors: [{ field: "list", message }] }, { status: 400 });
}

export default function GiftImports() {
  const { imports } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? [];
  return (
    <DeskPage here="/desk/gifts/new">
      <h1>Donations from a file</h1>
      <ErrorSummary errors={errors} />
      <p>
        For cheques, standing orders, transfers and vouchers, many at once. First the file is read and you see what would happen. Nothing
        changes before you say so, and no emails are sent.
      </p>
      <CsvUpload columns={giftColumnHelp} exampleFile="/desk/gifts/imports/example.csv" mostMegabytes={5} errors={errors} />
      <ul>
        <li>The same line of the same file is one donation, however often it is sent.</li>
        <li>A line that looks like a donation which is there already is left, unless you say that it is another one.</li>
        <li>A supporter is known again by email address, or by name and postcode if you say so.</li>
      </ul>
      <RecentImports imports={imports} path="/desk/gifts/imports" />
    </DeskPage>
  );
}
