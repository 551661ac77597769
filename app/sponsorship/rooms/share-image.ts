import { litPermille } from "./house-facts";
import { escapeXml, toGraphemes, toSingleLine } from "~/platform/text";

type ShareImageProps = { subject: string; name: string; windows: readonly number[]; night: string; lamp: string };

const width = 1200;
const height = 630;

/** Breaks words into lines of about so many characters: what does not fit into four lines ends in an ellipsis. */
export function wrapText(text: string, maxCharacters = 20, maxLines = 4): string[] {
  const lines: string[] = [];
  let room = 0;
  for (const word of toSingleLine(text).split(" ")) {
    const characters = toGraphemes(word);
    if (lines.length > 0 && characters.length < room) {
      lines[lines.length - 1] += ` ${word}`;
      room -= characters.length + 1;
    } else {
      lines.push(characters.length > maxCharacters ? `${characters.slice(0, maxCharacters - 1).join("")}…` : word);
      room = maxCharacters - characters.length;
    }
  }
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), `${lines[maxLines - 1]} …`];
}

const paneHeight = 60;

/** How high the light stands in a window. Only nothing is dark and only a whole week is full: the frame hides two at each edge. */
function getLitHeight(funded: number): number {
  const permille = litPermille(funded);
  if (permille === 0 || permille === 1000) return (permille / 1000) * paneHeight;
  return Math.min(paneHeight - 5, Math.max(5, Math.round((permille / 1000) * paneHeight)));
}

/** A picture to be shared, 1200 by 630: its subject at dusk, beside a house whose windows are lit so far. */
export function renderShareSvg({ subject, name, windows, night, lamp }: ShareImageProps): string {
  const panes = windows.length > 0 ? windows.slice(0, 12) : [1, 1, 0.5, 1, 1, 0, 1, 0, 1];
  const columns = 3;
  const rows = Math.ceil(panes.length / columns);
  const house = { x: 800, wide: 300, top: 560 - rows * 84 - 30 };
  const pane = (funded: number, index: number) => {
    const x = house.x + 36 + (index % columns) * 84;
    const y = house.top + 30 + Math.floor(index / columns) * 84;
    const lit = getLitHeight(funded);
    return `<rect x="${x}" y="${y}" width="60" height="60" fill="#2b3763"/><rect x="${x}" y="${y + paneHeight - lit}" width="60" height="${lit}" fill="${lamp}"/><path d="M${x} ${y}h60v60h-60zM${x + 30} ${y}v60M${x} ${y + 30}h60" fill="none" stroke="#f6f1e2" stroke-width="4"/>`;
  };
  const lines = wrapText(subject);
  const tspans = lines.map((line, index) => `<tspan x="80" y="${200 + index * 84}">${escapeXml(line)}</tspan>`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${night}"/><stop offset="1" stop-color="#3a4a86"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
<path d="M1120 60a34 34 0 1 0 30 50a27 27 0 1 1-30-50Z" fill="#f6f1e2"/>
<path d="M${house.x - 24} ${house.top}L${house.x + house.wide / 2} ${house.top - 110}L${house.x + house.wide + 24} ${house.top}Z" fill="#0e1733"/>
<rect x="${house.x}" y="${house.top}" width="${house.wide}" height="${580 - house.top}" fill="#18224a"/>
${panes.map(pane).join("")}
<path d="M0 600C300 540 700 580 1200 548V630H0Z" fill="#0e1733"/>
<text font-family="Lora" font-weight="700" font-size="64" fill="#f6f1e2">${tspans}</text>
<text x="80" y="110" font-family="Lora" font-weight="700" font-size="34" fill="${lamp}">${escapeXml(name)}</text>
</svg>`;
}
