import { join } from "node:path";
import { projectRoot, install } from "./install.js";

install();
process.chdir(projectRoot);
Object.assign(process.env, { SITE_MODE: "dev", NODE_ENV: "development", LOG_LEVEL: process.env.LOG_LEVEL ?? "warn" });

const { createServer } = await import("vite");
const vite = await createServer({
  root: projectRoot,
  configFile: join(projectRoot, "vite.config.ts"),
  server: { middlewareMode: true },
  appType: "custom",
});
const { startSite, printStartupInfo } = /** @type {typeof import("../server.ts")} */ (await vite.ssrLoadModule("/app/server.ts"));
const site = await startSite({
  build: () => /** @type {Promise<any>} */ (vite.ssrLoadModule("virtual:remix/server-build")),
  dev: { middleware: (request, response, next) => vite.middlewares(request, response, next) },
});
printStartupInfo(site);

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.once(
    signal,
    () =>
      void site
        .stop()
        .then(() => vite.close())
        .then(() => process.exit(0)),
  );
}
