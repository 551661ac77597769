import { type Area, areaIds, type Contact, coversArea, isLinkable, type Need, needIds } from "../contacts/contact";

/** What a reader asked the directory for. Null: no choice. */
export type DirectoryFilter = { area: Area | null; need: Need | null; method: "voice" | "text" | null };

/** The ways to reach a service, as the filter offers them. */
export const contactMethods = { voice: "By voice", text: "By text message" } as const;

/**
 * Reads the filter from an address. A value that is not on offer counts as no choice at all: the reader gets
 * everything, and a sentence that says so.
 */
export function parseFilter(query: URLSearchParams): { filter: DirectoryFilter; isValid: boolean } {
  const pick = <Value extends string>(name: string, allowed: readonly Value[]): { value: Value | null; ok: boolean } => {
    const given = query.getAll(name).filter((each) => each !== "");
    const value = allowed.find((each) => each === given[0]) ?? null;
    return { value, ok: given.length === 0 || (given.length === 1 && value !== null) };
  };
  const area = pick("area", areaIds);
  const need = pick("need", needIds);
  const by = pick("by", ["voice", "text"] as const);
  const known = [...query.keys()].every((name) => name === "area" || name === "need" || name === "by");
  const isValid = area.ok && need.ok && by.ok && known;
  const noFilter: DirectoryFilter = { area: null, need: null, method: null };
  return {
    filter: isValid ? { area: area.value, need: need.value, method: by.value } : noFilter,
    isValid,
  };
}

/** The services that the directory lists: those that people may call, and that are meant for it. */
export const listServices = (contacts: readonly Contact[]): Contact[] => contacts.filter((each) => each.inDirectory && isLinkable(each));

/** The listed services that fit a choice, in their order. */
export const filterServices = (contacts: readonly Contact[], { area, need, method }: DirectoryFilter): Contact[] =>
  listServices(contacts).filter(
    (each) =>
      (area === null || coversArea(each, area)) &&
      (need === null || each.needs.includes(need)) &&
      (method === null || each.phones.some(({ type }) => type === method)),
  );

/** The lines for anybody who is in danger or being used, where the reader is, that a narrower choice has left out. */
export const servicesForAnybody = (contacts: readonly Contact[], filter: DirectoryFilter): Contact[] => {
  const shown = new Set(filterServices(contacts, filter));
  return listServices(contacts).filter(
    (each) =>
      !shown.has(each) &&
      each.phones.length > 0 &&
      (each.needs[0] === "danger" || each.needs.every((need) => need === "exploitation")) &&
      (filter.area === null || coversArea(each, filter.area)),
  );
};
