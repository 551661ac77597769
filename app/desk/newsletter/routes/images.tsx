import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { readFile } from "~/platform/http/forms/form-data.server";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { storeImage, listRecentImages } from "~/newsletter/issues/images.server";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Pictures for issues" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { images: await listRecentImages() };
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const file = await readFile(request, "picture");
  const stored = file ? await storeImage(staff, new Uint8Array(await file.arrayBuffer())) : { refused: "not-an-image" as const };
  if ("id" in stored) return redirect("/desk/newsletter/pictures", 303);
  return data({ errors: [{ field: "picture", message: refusalMessages[stored.refused] }] }, { status: 400 });
}

const refusalMessages = {
  "too-large": "The picture is larger than 15 MB: make it smaller first",
  "not-an-image": "Choose a JPEG, PNG or WebP picture",
};

export default function ImagesPage() {
  const { images } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? [];
  const mayAdd = useMay("desk/newsletter/pictures", "post");
  return (
    <DeskPage here="/desk/newsletter/pictures">
      <ErrorSummary errors={errors} />
      <h1>Pictures for issues</h1>
      <p>
        What a camera writes into a picture, such as where it was taken, is skipped. Show no faces, no house numbers, no view by which a
        house could be found.
      </p>
      {mayAdd && (
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <Field
            name="picture"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            label="Add a picture"
            hint="JPEG, PNG or WebP, at most 15 MB. It is made as small as issues need."
            errors={errors}
          />
          <Button>Add it</Button>
        </form>
      )}
      <ul className="stack">
        {images.map(({ id, width, height }) => (
          <li key={id}>
            <img
              className="h-auto max-w-full rounded-md"
              src={`/newsletter/pictures/${id}`}
              alt=""
              width={width}
              height={height}
              loading="lazy"
            />
            <p>
              To show it, write what it shows: <code className="break-all">![what it shows](picture:{id})</code>
            </p>
          </li>
        ))}
      </ul>
    </DeskPage>
  );
}
