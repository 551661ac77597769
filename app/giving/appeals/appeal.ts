import { formatPoundsShort, pence, type Pence } from "~/platform/money";

export const appealStatuses = ["draft", "published", "ended"] as const;
export type AppealStatus = (typeof appealStatuses)[number];

/** Every move there is. Drawn in GLOSSARY.md. An appeal that ended stays so: its page shows what came of it. */
export const appealTransitions: Record<AppealStatus, readonly AppealStatus[]> = { draft: ["published"], published: ["ended"], ended: [] };

/** How an appeal stands on a London date: published with its last day gone by, it has ended as well. */
export type AppealPhase = "draft" | "open" | "ended";
type Dated = { status: AppealStatus; endsOn: string | null };

/** @param today the London date; an appeal takes gifts until the end of its last day */
export function appealPhase({ status, endsOn }: Dated, today: string): AppealPhase {
  if (status !== "published") return status;
  return endsOn !== null && endsOn < today ? "ended" : "open";
}

/** Addresses that are the site's own, now or some day. */
const reservedSlugs = new Set([
  "new",
  "index",
  "all",
  "past",
  "pictures",
  "archive",
  "search",
  "feed",
  "atom",
  "rss",
  "share",
  "admin",
  "desk",
]);
export const maxSlugLength = 60;

/** An address for a name: Latin letters and figures. "" where the name has none, as in other scripts: one has to be typed then. */
export const suggestSlug = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{Mark}'’]/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, maxSlugLength)
    .replace(/-+$/, "");

/** What is wrong with an address, in words; null: nothing. */
export function findSlugError(slug: string): string | null {
  if (slug === "") return "Enter an address: small letters a to z, figures and hyphens, such as winter-rooms";
  if (slug.length > maxSlugLength) return `The address can have ${maxSlugLength} characters at most (now ${slug.length})`;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    return "Use small letters a to z, figures and single hyphens between them, such as winter-rooms";
  return reservedSlugs.has(slug) ? "The site needs that address for itself. Choose a different one" : null;
}

/** How far an appeal is: pence that the charity has of its gifts, less what went back. */
export type Progress = { gifts: number; net: Pence };

/** The share of the goal as whole percent for a picture, 0 to 100: full only once the goal is reached, empty only for nothing. */
export function progressPercent(net: Pence, goal: Pence): number {
  if (net <= 0) return 0;
  if (net >= goal) return 100;
  return Math.min(99, Math.max(1, Math.floor((net * 100) / goal)));
}

/** Such as "£1,234 given of £5,000, from 12 gifts". */
export function progressText({ gifts, net }: Progress, goal: Pence | null): string {
  const from = gifts === 1 ? "1 donation" : `${gifts.toLocaleString("en-GB")} donations`;
  const given = formatPoundsShort(pence(Math.max(0, net)));
  return goal === null ? `${given} given, from ${from}` : `${given} given of ${formatPoundsShort(goal)}, from ${from}`;
}
