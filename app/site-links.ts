import type { SiteLinks } from "~/platform/ui/site";

/** What each page of the site links to, from its head and its foot. */
export const siteLinks: SiteLinks = {
  main: [
    { href: "/help", label: "Get help" },
    { href: "/help/what-trafficking-is", label: "Understand trafficking" },
    { href: "/about", label: "About" },
    { href: "/news", label: "News" },
    { href: "/supporter", label: "Sign in" },
  ],
  actions: [
    { href: "/donate", label: "Donate" },
    { href: "/sponsor", label: "Sponsor a room" },
  ],
  footerIntro: {
    href: "/newsletter",
    label: "Get our newsletter",
    text: ": choose what you get, and unsubscribe any time.",
  },
  footer: [
    { href: "/contact", label: "Contact us" },
    { href: "/spending", label: "How we spend it" },
    { href: "/questions", label: "Questions about giving" },
    { href: "/other-ways-to-give", label: "Other ways to give" },
    { href: "/useful-sites", label: "Useful sites" },
    { href: "/privacy", label: "Privacy" },
    { href: "/cookies", label: "Cookies" },
    { href: "/complaints", label: "Complaints, and our promise about fundraising" },
    { href: "/accessibility", label: "Accessibility" },
    { href: "/safeguarding", label: "Safeguarding" },
  ],
};
