import { once } from "node:events";
import { resolve } from "node:path";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { RouteConfigEntry } from "@remix-run/route-config";
import * as entryModule from "~/entry.server";
import { createDeskDoor } from "~/desk/door.server";
import { urgentNumbers } from "~/help/contacts/urgent-numbers.server";
import { helpHead } from "~/help/ui/head.server";
import { acceptsPostsWithoutOrigin, bodyLimits, headersFor } from "~/http-paths.server";
import { config } from "~/platform/config/config.server";
import { canonicalPaths } from "~/platform/http/canonical-path.server";
import { createHttpApp } from "~/platform/http/http-app.server";
import { securityHeaders } from "~/platform/http/security-headers.server";
import { checkoutOrigin } from "~/platform/payments/stripe.server";
import * as rootModule from "~/root";
import routes from "~/routes";
import { freePorts } from "tests/support/site/built-site";
import { deskStyles, styles } from "~/styles.server";

/** Every route of the site: its path as in `app/routes.ts`, "" for the home page, and whether it takes forms. */
export const siteRoutes: readonly { path: string; file: string }[] = routes.map(({ path = "", file }) => ({ path, file }));

export type WholeSite = {
  url: string;
  /** The routes that take forms, and those that show something. */
  takesForms: ReadonlySet<string>;
  screens: ReadonlySet<string>;
  stop: () => Promise<void>;
};

/**
 * The whole site in this process, as `app/server.ts` puts it together: its HTTP side, every screen of `app/routes.ts` behind
 * Remix's own handler, and pages as they are sent. Jobs are done when a test does them.
 */
export async function startWholeSite({ staticDir = null }: { staticDir?: string | null } = {}): Promise<WholeSite> {
  const build = await buildServer(routes);
  const listRoutes = (part: "action" | "default") =>
    new Set(Object.values(build.routes).flatMap((route) => (route && part in route.module ? [route.path ?? ""] : [])));
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const { baseUrl } = config;
  config.baseUrl = url;
  const screens = createRequestHandler(build, "production");
  const { server, close } = createHttpApp({
    config: { baseUrl: url, mode: "live", trustedProxies: 1 },
    urgentNumbers,
    headers: securityHeaders({
      styleHashes: [styles.hash, deskStyles.hash, helpHead.styleHash],
      scriptHashes: [helpHead.scriptHash],
      formActions: [checkoutOrigin()],
      https: false,
    }),
    renderScreen: createDeskDoor(routes, screens),
    staticDir,
    devMiddleware: null,
    cachePages: false,
    webhooks: {},
    readinessChecks: async () => ({}),
    isAcceptingForms: async () => true,
    headersFor,
    canonicalPath: canonicalPaths(routes.flatMap(({ path }) => path ?? [])),
    bodyLimits,
    acceptsPostsWithoutOrigin,
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const stop = async () => {
    config.baseUrl = baseUrl;
    await close();
  };
  return { url, takesForms: listRoutes("action"), screens: listRoutes("default"), stop };
}

/** What Remix's bundler would make of the route table, without what only browsers need. */
async function buildServer(entries: readonly RouteConfigEntry[]): Promise<ServerBuild> {
  const screens = await Promise.all(
    entries.map(async ({ file, id = file, path, index }) => ({
      id,
      parentId: "root",
      path,
      index,
      module: (await import(resolve("app", file))) as ServerBuild["routes"][string] extends { module: infer M } | undefined ? M : never,
    })),
  );
  const all = [{ id: "root", path: "", module: rootModule }, ...screens] as NonNullable<ServerBuild["routes"][string]>[];
  const manifest = all.map(({ id, path, index, module, ...route }) => ({
    id,
    path,
    index,
    parentId: "parentId" in route ? route.parentId : undefined,
    hasAction: "action" in module,
    hasLoader: "loader" in module,
    hasClientAction: false,
    hasClientLoader: false,
    hasErrorBoundary: "ErrorBoundary" in module,
    module: "",
    imports: [],
  }));
  return {
    entry: { module: entryModule },
    routes: Object.fromEntries(all.map((route) => [route.id, route])),
    assets: {
      version: "1",
      url: "",
      entry: { imports: [], module: "" },
      routes: Object.fromEntries(manifest.map((route) => [route.id, route])),
    },
    basename: "/",
    publicPath: "/",
    assetsBuildDirectory: "",
    future: { v3_fetcherPersist: true, v3_relativeSplatPath: true, v3_throwAbortReason: true, v3_singleFetch: true },
    isSpaMode: false,
    mode: "production",
  } as unknown as ServerBuild;
}
