import script from "../ui/keep-card.js?raw";

/** The script that shows the kept card without a connection. A browser fetches it only after its reader asked to keep the card. */
export const loader = () =>
  new Response(script, {
    headers: {
      "Content-Type": "text/javascript; charset=utf-8",
      "Cache-Control": "no-cache",
      "Referrer-Policy": "no-referrer",
    },
  });
