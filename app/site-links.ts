import type { SiteLinks } from "~/platform/ui/site";

/** What each page of the site links to, from its head and its foot. */
export const siteLinks: SiteLinks = {
  main: [
    { href: "/help", label: "Get help" },
    { href: "/donate", label: "Donate" },
    { href: "/sponsor", label: "Sponsor a room" },
  ],
  footerIntro: {
    href: "/newsletter",
    label: "Get our newsletter",
    text: ": choose what you get, and unsubscribe any time.",
  },
  footer: [
    { href: "/supporter", label: "Your account" },
    { href: "/privacy", label: "Privacy" },
    { href: "/complaints", label: "Complaints, and our promise about fundraising" },
    { href: "/accessibility", label: "Accessibility" },
    { href: "/safeguarding", label: "Safeguarding" },
  ],
};
