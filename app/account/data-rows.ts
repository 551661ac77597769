/** One thing that is known, as names and values ready to be read. */
export type DataRow = [name: string, value: string][];

const instantPattern = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** "firstName" is read as "First name", "giftPence" as "Gift pence". */
function readableName(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readableValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (value instanceof Date) return readableValue(value.toISOString());
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return instantPattern.test(value) ? `${value.slice(0, 10)}, ${value.slice(11, 16)} UTC` : value;
  if (Array.isArray(value)) return value.map(readableValue).join("; ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, each]) => [readableName(key), readableValue(each)] as const)
      .filter(([, text]) => text !== "")
      .map(([name, text]) => `${name}: ${text}`)
      .join(", ");
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** A part of the file of everything that is known about a person, as its page shows it: what is empty is left out. */
export function toDataRows(part: unknown): DataRow[] {
  const rows = Array.isArray(part) ? part : part === null || part === undefined ? [] : [part];
  return rows
    .map((row): DataRow => {
      const fields: [string, unknown][] = typeof row === "object" && row !== null ? Object.entries(row) : [["", row]];
      return fields.map(([key, value]): DataRow[number] => [readableName(key), readableValue(value)]).filter(([, value]) => value !== "");
    })
    .filter((row) => row.length > 0);
}
