import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/desk/staff-session.server";
import { postedForm } from "~/platform/http/forms/form-data.server";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { addPicture, latestPictures } from "~/newsletter/issues/images.server";
import { DeskPage } from "../ui/desk-page";

export const meta: MetaFunction = () => [{ title: "Pictures for letters" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return { pictures: await latestPictures() };
}

export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request);
  const file = (await postedForm(request)).get("picture");
  const added =
    file instanceof File && file.size > 0
      ? await addPicture(new Uint8Array(await file.arrayBuffer()))
      : { refused: "not-a-picture" as const };
  if ("id" in added) return redirect("/desk/newsletter/pictures", 303);
  return data({ mistakes: [{ field: "picture", words: words[added.refused] }] }, { status: 400 });
}

const words = {
  "too-large": "The picture is larger than 15 MB: make it smaller first",
  "not-a-picture": "Choose a JPEG, PNG or WebP picture",
};

export default function DeskPictures() {
  const { pictures } = useLoaderData<typeof loader>();
  const mistakes = useActionData<typeof action>()?.mistakes ?? [];
  return (
    <DeskPage here="/desk/newsletter/pictures">
      <ErrorSummary mistakes={mistakes} />
      <h1>Pictures for letters</h1>
      <p>
        What a camera writes into a picture, such as where it was taken, is left out. Show no faces, no house numbers, no view by which a
        house could be found.
      </p>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Field
          name="picture"
          type="file"
          accept="image/jpeg,image/png,image/webp"
          label="Add a picture"
          hint="JPEG, PNG or WebP, at most 15 MB. It is made as small as letters need."
          mistakes={mistakes}
        />
        <button className="button">Add it</button>
      </form>
      <ul className="stack">
        {pictures.map(({ id, wide, tall }) => (
          <li key={id}>
            <img
              className="h-auto max-w-full rounded-md"
              src={`/newsletter/pictures/${id}`}
              alt=""
              width={wide}
              height={tall}
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
