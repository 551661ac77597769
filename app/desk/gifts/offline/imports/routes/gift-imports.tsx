import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { giftColumnHelp } from "~/giving/offline/imports/gift-columns";
import { giftImportSummary } from "~/giving/offline/imports/gift-import";
import { listGiftImports, uploadGiftImport } from "~/giving/offline/imports/gift-imports.server";
import { streamUploadedFile } from "~/platform/http/forms/file-upload.server";
import { formatDateTime } from "~/platform/london-dates";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";

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
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Field
          name="list"
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          label="The list, as a CSV file"
          hint="At most 5 MB. In Excel, choose “Save as” and then “CSV UTF-8”."
          errors={errors}
        />
        <button className="button give">Read this list</button>
      </form>
      <details>
        <summary>What the file has to hold</summary>
        <div className="stack">
          <p>The first line names the columns. Others may be there too: they are not looked at.</p>
          <dl className="summary">
            {giftColumnHelp.map(({ name, description, example }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {description} <span className="block quiet">{example}</span>
                </dd>
              </div>
            ))}
          </dl>
          <p>
            <a href="/desk/gifts/imports/example.csv">Get a file to begin from</a>
          </p>
        </div>
      </details>
      <ul className="bullets">
        <li>The same line of the same file is one donation, however often it is sent.</li>
        <li>A line that looks like a donation which is there already is left, unless you say that it is another one.</li>
        <li>A supporter is known again by email address, or by name and postcode if you say so.</li>
      </ul>
      {imports.length > 0 && (
        <>
          <h2>Lists of the last month</h2>
          <ul className="stack">
            {imports.map(({ id, title, summary }) => (
              <li key={id}>
                <a href={`/desk/gifts/imports/${id}`}>{title}</a>
                <br />
                <span className="small quiet">{summary}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </DeskPage>
  );
}
