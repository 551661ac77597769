import type { CSSProperties } from "react";
import { lightColours } from "./colours";

const sansFonts = "'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif";
const serifFonts = "Palatino,'Palatino Linotype',P052,Georgia,serif";

/** Inline styles, as emails need them. What changes in the dark has a class too: see the rules in the layout. */
export const textStyles = {
  brand: { margin: 0, font: `700 24px/1.2 ${serifFonts}` },
  heading: { margin: "0 0 16px", font: `700 32px/1.2 ${serifFonts}`, color: lightColours.text },
  smallHeading: { margin: "0 0 12px", font: `700 20px/1.3 ${serifFonts}`, color: lightColours.text },
  body: { margin: "0 0 24px", font: `400 18px/1.6 ${sansFonts}`, color: lightColours.text },
  muted: { margin: "0 0 24px", font: `400 16px/1.5 ${sansFonts}`, color: lightColours.muted },
  banner: { margin: "12px 0 0", font: `400 16px/1.5 ${sansFonts}` },
} satisfies Record<string, CSSProperties>;
