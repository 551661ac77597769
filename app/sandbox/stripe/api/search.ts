import { isObject } from "../contract/check-value";
import { isDeleted } from "../records";
import { invalid } from "./refusal";

type Clause = { field: string; operator: ":" | "~" | "<" | ">" | "<=" | ">="; value: string; not: boolean };

const clause = /^\s*(-?)([a-z_.]+(?:\["[^"]+"\]|\['[^']+'\])?)\s*(:|~|<=|>=|<|>)\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|-?\d+|null)\s*/i;

/**
 * One page of what Stripe's search language finds, newest first: clauses such as email:"a@example.org",
 * metadata["gift"]:"7", created>1700000000, joined by AND or by OR.
 */
export function search<T extends { id: string }>(rows: T[], url: string, params: { query: string; limit?: number; page?: string }) {
  const { clauses, joined } = parse(params.query);
  const fits = (row: T) => (joined === "OR" ? clauses.some((one) => meets(row, one)) : clauses.every((one) => meets(row, one)));
  const found = rows.filter((row) => !isDeleted(row) && fits(row)).toReversed();
  const start = params.page ? Number(params.page) : 0;
  const end = start + (params.limit ?? 10);
  const more = found.length > end;
  return { object: "search_result", url, has_more: more, next_page: more ? String(end) : null, data: found.slice(start, end) };
}

function parse(query: string): { clauses: Clause[]; joined: "AND" | "OR" } {
  const clauses: Clause[] = [];
  const joins = new Set<string>();
  let rest = query;
  while (rest.trim() !== "") {
    const found = clause.exec(rest);
    if (!found) throw invalid(`We were unable to parse your search query: '${query.slice(0, 100)}'`, { param: "query" });
    const [whole, minus, field = "", operator = ":", value = ""] = found;
    clauses.push({
      field,
      operator: operator as Clause["operator"],
      value: value.replace(/^["']|["']$/g, "").replace(/\\(.)/g, "$1"),
      not: minus === "-",
    });
    rest = rest.slice(whole.length);
    const join = /^(AND|OR)\s+/i.exec(rest);
    if (join?.[1]) joins.add(join[1].toUpperCase());
    else if (rest !== "") joins.add("AND");
    rest = rest.slice(join?.[0].length ?? 0);
  }
  if (joins.size > 1) throw invalid("You cannot combine AND and OR in one search query.", { param: "query" });
  return { clauses, joined: joins.has("OR") ? "OR" : "AND" };
}

function meets(row: object, { field, operator, value, not }: Clause): boolean {
  const found = valueAt(row, field);
  const text = found === null ? "" : String(found);
  const holds = {
    ":": () => (value === "null" ? text === "" : text.toLowerCase() === value.toLowerCase()),
    "~": () => text.toLowerCase().includes(value.toLowerCase()),
    "<": () => Number(text) < Number(value),
    ">": () => Number(text) > Number(value),
    "<=": () => Number(text) <= Number(value),
    ">=": () => Number(text) >= Number(value),
  }[operator]();
  return holds !== not;
}

function valueAt(row: object, field: string): string | number | boolean | null {
  const [path = "", key] = field.split(/\[["']|["']\]/);
  let value: unknown = row;
  for (const name of key === undefined ? path.split(".") : [...path.split("."), key]) value = isObject(value) ? value[name] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
