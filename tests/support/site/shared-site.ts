import type { TestProject } from "vitest/node";
import { startBuiltSite } from "./built-site";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address of a running site, for test files that only read. */
    sharedSiteUrl: string;
  }
}

/** One site for all test files that change nothing at it: a start takes as long as some of them. */
export default async function setUp({ provide }: Pick<TestProject, "provide">): Promise<() => Promise<void>> {
  const site = await startBuiltSite();
  provide("sharedSiteUrl", site.url);
  return () => site.stop();
}
