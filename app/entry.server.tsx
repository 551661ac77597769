import { Writable } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { DeskContext } from "~/desk/ui/desk-context";
import { HelpContext } from "~/help/ui/help-context";
import { helpHead } from "~/help/ui/head.server";
import { urgentNumbers } from "~/help/contacts/urgent-numbers.server";
import { joinHtmlChunks } from "~/platform/http/join-html-chunks.server";
import { logError } from "~/platform/log.server";
import { publicSite } from "~/platform/ui/site.server";
import { deskStyles, styles } from "~/styles.server";
import { RenderContext } from "~/platform/ui/site";
import { config } from "~/platform/config/config.server";
import { completeHead } from "~/page-head.server";
import { siteLinks } from "~/site-links";
import { currentVisit } from "~/staff/visit.server";

const site = publicSite(config);

/** No screen defers data, so a page that takes longer than this is stuck. */
export const streamTimeout = 5_000;

/** Sends every page whole: the status is right, the length is known, and no timer outlives the page. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext?: AppLoadContext,
) {
  const nonce = loadContext?.nonce;
  const visit = currentVisit();
  const desk = visit ? { path: visit.path, staff: visit.staff } : null;
  return new Promise<Response>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let hasErrors = false;
    const onErrors = () => void (hasErrors = true);
    const body = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk);
        done();
      },
      final: (done) => {
        clearTimeout(timer);
        headers.set("Content-Type", "text/html; charset=utf-8");
        const page = joinHtmlChunks(chunks);
        const { pathname: path } = new URL(request.url);
        const { baseUrl, charity } = config;
        resolve(new Response(completeHead(page.toString(), { name: charity.name, baseUrl, path, status, hasErrors }), { status, headers }));
        done();
      },
    });
    const { pipe, abort } = renderToPipeableStream(
      <RenderContext.Provider value={{ nonce, css: { site: styles.css, desk: deskStyles.css }, site, links: siteLinks, onErrors }}>
        <HelpContext.Provider value={{ head: helpHead, urgentNumbers }}>
          <DeskContext.Provider value={desk}>
            <RemixServer context={context} url={request.url} abortDelay={streamTimeout} nonce={nonce} />
          </DeskContext.Provider>
        </HelpContext.Provider>
      </RenderContext.Provider>,
      {
        nonce,
        onAllReady: () => pipe(body),
        onShellError: (error) => {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
        onError: (error) => {
          status = 500;
          logError("render", error);
        },
      },
    );
    const timer = setTimeout(abort, streamTimeout + 1000);
  });
}

/**
 * Logs what a screen failed with. Remix also reports its own answers here, such as 405 for a method that a route does not
 * have: those are no failures, and the line that logs each answer has their status.
 */
export function handleError(error: unknown, { request, context }: { request: Request; context?: AppLoadContext }) {
  if (request.signal.aborted) return;
  if (typeof context?.["onFailure"] === "function") context["onFailure"](error);
  if (!isRouteErrorResponse(error)) return logError("screen", error);
  if (error.status >= 500) logError("screen", "error" in error ? error.error : error);
}
