import { createRequestHandler, type EntryContext, type ServerBuild } from "@remix-run/node";
import { readChoices } from "~/platform/http/forms/form-data.server";

const remixBuild = {
  entry: {
    module: {
      default: (_request: Request, status: number, _headers: Headers, { staticHandlerContext }: EntryContext) =>
        new Response(JSON.stringify(staticHandlerContext.actionData), { status }),
    },
  },
  routes: {
    root: {
      id: "root",
      path: "",
      module: {
        default: () => null,
        action: async ({ request }: { request: Request }) =>
          new Response(`${request.url} ${(await readChoices(request, "amount")).amount}`),
      },
    },
  },
  assets: { version: "1", routes: {}, entry: { imports: [], module: "" }, url: "" },
  basename: "/",
  publicPath: "/",
  assetsBuildDirectory: "",
  future: { v3_singleFetch: true },
  isSpaMode: false,
  mode: "production",
} as unknown as ServerBuild;
/** A form behind Remix's own handler, which compares the origin with the host before any screen. */
export const createFormHandler = () => createRequestHandler(remixBuild, "production");
