import { type Area, areaIds, type Contact, coversArea, mayLink, type Need, needIds } from "../contacts/contact";

/** What a reader asked the directory for. Null: no wish. */
export type Wish = { area: Area | null; need: Need | null; by: "voice" | "text" | null };

/** The ways to reach a service, as the filter offers them. */
export const ways = { voice: "By voice", text: "By text message" } as const;

/**
 * Reads the filter from an address. A value that is not on offer counts as no wish at all: the reader gets
 * everything, and a sentence that says so.
 */
export function readWish(query: URLSearchParams): { wish: Wish; understood: boolean } {
  const pick = <Value extends string>(name: string, offered: readonly Value[]): { value: Value | null; ok: boolean } => {
    const given = query.getAll(name).filter((each) => each !== "");
    const value = offered.find((each) => each === given[0]) ?? null;
    return { value, ok: given.length === 0 || (given.length === 1 && value !== null) };
  };
  const area = pick("area", areaIds);
  const need = pick("need", needIds);
  const by = pick("by", ["voice", "text"] as const);
  const known = [...query.keys()].every((name) => name === "area" || name === "need" || name === "by");
  const understood = area.ok && need.ok && by.ok && known;
  const nothing: Wish = { area: null, need: null, by: null };
  return {
    wish: understood ? { area: area.value, need: need.value, by: by.value } : nothing,
    understood,
  };
}

/** The services that the directory lists: those that people may call, and that are meant for it. */
export const listed = (contacts: readonly Contact[]): Contact[] => contacts.filter((each) => each.inDirectory && mayLink(each));

/** The listed services that fit a wish, in their order. */
export const fitting = (contacts: readonly Contact[], { area, need, by }: Wish): Contact[] =>
  listed(contacts).filter(
    (each) =>
      (area === null || coversArea(each, area)) &&
      (need === null || each.needs.includes(need)) &&
      (by === null || each.phones.some(({ type }) => type === by)),
  );

/** The lines for anybody who is in danger or being used, where the reader is, that a narrower wish has left out. */
export const forAnybody = (contacts: readonly Contact[], wish: Wish): Contact[] => {
  const shown = new Set(fitting(contacts, wish));
  return listed(contacts).filter(
    (each) =>
      !shown.has(each) &&
      each.phones.length > 0 &&
      (each.needs[0] === "danger" || each.needs.every((need) => need === "exploitation")) &&
      (wish.area === null || coversArea(each, wish.area)),
  );
};
