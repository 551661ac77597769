import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [tailwindcss()],
  resolve: { alias: { "~": at("./app"), emails: at("./emails"), tests: at("./tests") } },
  test: {
    environment: "node",
    // What is bound to come is waited for, however much else the machine does.
    expect: { poll: { timeout: 90_000 } },
    // Pages are tested as whole documents, with their styles: the sheets that are set into pages are made as the build makes them.
    css: { include: [/[?](inline|raw)$/, /[/]help[/]ui[/]/] },
    env: { SITE_MODE: "test", LOG_LEVEL: "silent", STRIPE_API_URL: "http://127.0.0.1:9", RESEND_BASE_URL: "http://127.0.0.1:9" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // A busy machine makes nothing wrong.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          setupFiles: ["tests/support/restore-configuration.ts"],
          isolate: false,
        },
      },
      {
        extends: true,
        esbuild: { jsxDev: false },
        test: {
          name: "integration",
          // React as the site runs it: the one for development takes longer for each page.
          env: { NODE_ENV: "production" },
          sequence: { groupOrder: 2 },
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/support/template-database.ts"],
          setupFiles: ["tests/support/restore-configuration.ts"],
          // One process for many files: loading everything anew for each took as long as half of the tests.
          isolate: false,
          // No test is judged by its time on a machine that does much else: what is bound to come is waited for.
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // One more than cores, since each waits for its database or its browser at times.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          sequence: { groupOrder: 3 },
          include: ["tests/e2e/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/support/site/shared-site.ts"],
          isolate: false,
          testTimeout: 360_000,
          hookTimeout: 180_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
