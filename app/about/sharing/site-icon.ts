type Colours = { night: string; lamp: string };

/** The charity's mark, one window at dusk with its lower half lit, as a picture of 32 by 32. `isMasked`: to the very edge, for what cuts its own corners. */
export const siteIconSvg = ({ night, lamp }: Colours, isMasked = false): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32"${isMasked ? "" : ' rx="6"'} fill="${night}"/><path d="M9 5h14v22H9Z" fill="#2b3869"/><path d="M9 14h14v13H9Z" fill="${lamp}"/><path d="M9 5h14v22H9ZM16 5v22M9 14h14" fill="none" stroke="#f6f1e2" stroke-width="2" stroke-linejoin="round"/></svg>`;

/** Sizes of the icon as a PNG, by its file in /icons: what phones put on their first screen. */
export const iconSizes: Readonly<Record<string, number>> = { "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512 };

/** What a phone is told when somebody puts the site on its first screen. */
export const siteManifest = (name: string, { night }: Colours) => ({
  name,
  short_name: name,
  start_url: "/",
  display: "browser",
  background_color: night,
  theme_color: night,
  icons: [
    { src: "/favicon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
});
