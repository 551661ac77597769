import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
  /** What the front door hands to screens. */
  interface AppLoadContext {
    nonce?: string;
    ip: string;
  }
}

const projectPath = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server bundle starts at the front door, so that screens, jobs and webhooks share one configuration and one database. */
const serverEntryPlugin: Plugin = {
  name: "front-door-is-the-entry",
  enforce: "post",
  config(config, { isSsrBuild }) {
    const options = config.build?.rollupOptions;
    if (!isSsrBuild || !options) return;
    options.input = projectPath("./app/server.ts");
    // All of the sandbox is one chunk, which only a site with a sandbox loads: a live one can do without the file.
    const manualChunks = (id: string) => (id.startsWith(projectPath("./app/sandbox/")) ? "sandbox" : undefined);
    options.output = { ...[options.output].flat()[0], manualChunks };
  },
};

export default defineConfig({
  resolve: { alias: { "~": projectPath("./app"), emails: projectPath("./emails") } },
  plugins: [tailwindcss(), remix(remixConfig), serverEntryPlugin],
  server: { host: "127.0.0.1" },
  build: { target: "es2022", assetsInlineLimit: 0 },
});
