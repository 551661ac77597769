import type { StaffRole } from "~/staff/roles";
import { access, isAllowed } from "./access";

type DeskLink = { to: string; label: string };
export type DeskSection = { title: string; links: readonly DeskLink[] };

/** The ways at the side of every page of the desk, in the order of a working week. A new screen that is worth a way stands here. */
const sections: readonly DeskSection[] = [
  {
    title: "Giving",
    links: [
      { to: "/desk", label: "Overview" },
      { to: "/desk/gifts", label: "Donations" },
      { to: "/desk/gifts/new", label: "Enter a donation" },
      { to: "/desk/sponsorships", label: "Sponsorships" },
      { to: "/desk/people", label: "Supporters" },
      { to: "/desk/rooms", label: "Rooms" },
      { to: "/desk/rooms/updates", label: "Room updates" },
      { to: "/desk/appeals", label: "Appeals" },
    ],
  },
  {
    title: "Newsletter",
    links: [
      { to: "/desk/newsletter", label: "Issues and articles" },
      { to: "/desk/newsletter/sign-up", label: "Sign somebody up" },
      { to: "/desk/newsletter/lists", label: "Lists" },
      { to: "/desk/newsletter/suppressions", label: "Look up a subscriber" },
      { to: "/desk/newsletter/pictures", label: "Pictures" },
    ],
  },
  {
    title: "Money",
    links: [
      { to: "/desk/funds", label: "Funds" },
      { to: "/desk/gift-aid", label: "Gift Aid" },
      { to: "/desk/gift-aid/claims", label: "Claims" },
      { to: "/desk/accounts", label: "Accounts" },
      { to: "/desk/payouts", label: "Payouts" },
      { to: "/desk/bank", label: "Bank lines" },
      { to: "/desk/reconciliations", label: "Nightly checks" },
    ],
  },
  {
    title: "Team",
    links: [
      { to: "/desk/team", label: "People and roles" },
      { to: "/desk/health", label: "Health" },
      { to: "/desk/audit", label: "Audit log" },
      { to: "/desk/security", label: "Your sign-in" },
    ],
  },
];

/** What somebody of a role finds at the side: only pages that they may see. */
export const sectionsFor = (role: StaffRole): DeskSection[] =>
  sections
    .map(({ title, links }) => ({ title, links: links.filter(({ to }) => isAllowed(access[to.slice(1)]?.get ?? [], role)) }))
    .filter(({ links }) => links.length > 0);

/** The link that a path belongs to: the longest that it begins with. */
export function currentLink(path: string): string | null {
  const links = sections.flatMap(({ links: each }) => each.map(({ to }) => to));
  const containing = links.filter((to) => path === to || (to !== "/desk" && path.startsWith(`${to}/`)));
  return containing.toSorted((one, other) => other.length - one.length)[0] ?? null;
}
