import type { CSSProperties } from "react";
import { light } from "./colours";

const sans = "'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif";
const serif = "Palatino,'Palatino Linotype',P052,Georgia,serif";

/** Inline styles, as letters need them. What changes in the dark has a class too: see the rules in the layout. */
export const type = {
  name: { margin: 0, font: `700 24px/1.2 ${serif}` },
  heading: { margin: "0 0 16px", font: `700 32px/1.2 ${serif}`, color: light.text },
  smallHeading: { margin: "0 0 12px", font: `700 20px/1.3 ${serif}`, color: light.text },
  reading: { margin: "0 0 24px", font: `400 18px/1.6 ${sans}`, color: light.text },
  quiet: { margin: "0 0 24px", font: `400 16px/1.5 ${sans}`, color: light.muted },
  band: { margin: "12px 0 0", font: `400 16px/1.5 ${sans}` },
} satisfies Record<string, CSSProperties>;
