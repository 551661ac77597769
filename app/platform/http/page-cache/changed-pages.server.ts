import type { PageCache } from "./page-cache.server";

let kept: PageCache | null = null;

/** Names the pages that this process keeps; null: none any more. */
export const usePageCache = (pages: PageCache | null): void => void (kept = pages);

/** Has kept pages made anew, where something that they say was changed: whoever comes next sees it. Other processes keep theirs for their minute. */
export const replaceKeptPages = async (paths: readonly string[]): Promise<void> => await kept?.replace(paths);
