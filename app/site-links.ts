import type { SiteLinks } from "~/platform/ui/site";

/** What each page of the site links to, from its head and its foot. */
export const siteLinks: SiteLinks = {
  main: [
    { href: "/help", label: "Get help" },
    { href: "/donate", label: "Give once" },
    { href: "/sponsor", label: "Sponsor a room" },
  ],
  footerIntro: {
    href: "/newsletter",
    label: "Get our newsletter",
    text: ": what you choose, as often as you choose, stopped with one press.",
  },
  footer: [
    { href: "/supporter", label: "Your gifts and plans" },
    { href: "/privacy", label: "Privacy" },
    { href: "/complaints", label: "Complaints, and our promise about fundraising" },
    { href: "/accessibility", label: "Accessibility" },
    { href: "/safeguarding", label: "Safeguarding" },
  ],
};
