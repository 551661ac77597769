import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, useMatches, useRouteError, type MetaFunction } from "@remix-run/react";
import { useContext, type ReactNode } from "react";
import { useDesk } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { useHelp } from "~/help/ui/help-context";
import { UrgentNumbers } from "~/help/ui/urgent-numbers";
import { RenderContext } from "~/platform/ui/site";
import { PageLayout } from "~/platform/ui/page-layout";

/**
 * What a screen may say about its page:
 * - `standalone`: a help page, which draws its own head and foot and stands alone;
 * - `looksPublic`: a page of the desk that shows what everybody will see, in the look of the site;
 * - `hydrate`: the page needs JavaScript. Almost none does, and all work without.
 */
export type PageHandle = { standalone?: boolean; looksPublic?: boolean; hydrate?: boolean; lang?: string; dir?: "ltr" | "rtl" };

export const meta: MetaFunction = () => [{ title: "Something went wrong" }];

export function Layout({ children }: { children: ReactNode }) {
  const { nonce, css } = useContext(RenderContext);
  const { head: helpHead } = useHelp();
  const handles = useMatches().map(({ handle, data }) => ({
    ...(handle as PageHandle | undefined),
    ...(data as { page?: PageHandle } | undefined)?.page,
  }));
  const failed = (useRouteError() ?? null) !== null;
  const standalone = !failed && handles.some((handle) => handle.standalone);
  const isAtDesk = useDesk() !== null && (failed || !handles.some((handle) => handle.looksPublic));
  const hydrate = !failed && handles.some((handle) => handle.hydrate);
  const { lang = "en-GB", dir } = Object.assign({}, ...handles) as PageHandle;
  return (
    <html lang={lang} dir={dir}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        {standalone && helpHead ? (
          <>
            <link rel="icon" href={helpHead.icon} />
            <style dangerouslySetInnerHTML={{ __html: helpHead.css }} />
            <script dangerouslySetInnerHTML={{ __html: helpHead.script }} />
          </>
        ) : (
          <>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
            <link rel="manifest" href="/site.webmanifest" />
            {css && <style dangerouslySetInnerHTML={{ __html: isAtDesk ? css.desk : css.site }} />}
          </>
        )}
      </head>
      <body>
        {children}
        {hydrate && <Scripts nonce={nonce} />}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

type ErrorMessage = { title: string; message: string };
const failureMessage: ErrorMessage = {
  title: "Something went wrong on our side",
  message: "Nothing that you sent was half-done. Please try again in a few minutes.",
};
const messageByStatus: Partial<Record<number, ErrorMessage>> = {
  400: {
    title: "We could not read what you sent",
    message:
      "Nothing was saved, and no money was taken. A part of it did not arrive as our page sends it. Open the page again, and send the form from there.",
  },
  410: { title: "This page is no longer here", message: "We took it off the site. Start from the home page." },
  404: { title: "This page is not here", message: "Check the address, or start from the home page." },
};

/** Where something failed, and where nothing is: both still say whom to call. */
export function ErrorBoundary() {
  const error = useRouteError();
  const desk = useDesk();
  const { title, message } = (isRouteErrorResponse(error) && messageByStatus[error.status]) || failureMessage;
  if (desk?.staff)
    return (
      <DeskPage>
        <h1>{title}</h1>
        <p className="lead">{message}</p>
        <p>
          <a href="/desk">Back to the first page</a>
        </p>
      </DeskPage>
    );
  return (
    <PageLayout>
      <h1>{title}</h1>
      <p className="lead">{message}</p>
      <p>
        <a href="/">Go to the home page</a>, or <a href="/help">find help</a>.
      </p>
      <UrgentNumbers />
    </PageLayout>
  );
}
