/** The colours of emails. `night`, `moon` and `lamp` are the band at the top, the same by day and by night. */
export const lightColours = {
  background: "#fdfcf8",
  card: "#ffffff",
  text: "#121c38",
  muted: "#434d68",
  link: "#1f3f94",
  line: "#d9dde7",
  button: "#121c38",
  onButton: "#fdfcf8",
};
export const darkColours = {
  background: "#0d1428",
  card: "#151e39",
  text: "#f1f2f7",
  muted: "#bcc4d8",
  link: "#b6c9ff",
  line: "#2d395b",
  button: "#f1f2f7",
  onButton: "#0d1428",
};

const moon = "#f6f1e2";
const ink = "#121c38";

/** Relative luminance of a colour written #rrggbb: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function relativeLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastRatio(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [relativeLuminance(one), relativeLuminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The colour of words on a ground that a charity chose for itself: moon or ink where they can be read, else white or black. */
export function textColourOn(background: string): string {
  const clearest = (colours: string[]) => colours.toSorted((a, b) => contrastRatio(b, background) - contrastRatio(a, background))[0] ?? ink;
  const textColour = clearest([moon, ink]);
  return contrastRatio(textColour, background) >= 4.5 ? textColour : clearest(["#ffffff", "#000000"]);
}
