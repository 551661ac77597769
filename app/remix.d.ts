/** Remix's build of the screens, made by its Vite plugin. */
declare module "virtual:remix/server-build" {
  const build: import("@remix-run/node").ServerBuild;
  export = build;
}
