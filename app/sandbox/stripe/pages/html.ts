/** Markup that is safe as it stands: everything put into it was escaped. */
export type Html = { markup: string };

type Piece = Html | string | number | false | null | undefined | Piece[];

/** Writes markup; what is put in is escaped, unless it is markup itself. Nothing, false and null write nothing. */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return { markup: texts.map((text, index) => text + written(pieces[index])).join("") };
}

/** Attributes whose values are escaped; those that are false or not given are left out. */
export function attributes(values: Record<string, string | number | boolean | undefined>): Html {
  const written = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [name] : [`${name}="${escaped(String(value))}"`];
  });
  return { markup: written.join(" ") };
}

function written(piece: Piece): string {
  if (piece === false || piece === null || piece === undefined) return "";
  if (Array.isArray(piece)) return piece.map(written).join("");
  return typeof piece === "object" ? piece.markup : escaped(String(piece));
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
