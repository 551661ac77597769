import { cleanValue } from "~/platform/text";
import type { FormError } from "~/platform/http/forms/form-fields";

export const maxRoomNameLength = 30;

/** Trees that rooms are usually named after. Any other is taken too, once somebody says that it is a tree and no place. */
export const treeNames = [
  "Alder Almond Apple Ash Aspen Bay Beech Birch Blackthorn Box Buckthorn Cedar Cherry Chestnut Cypress Dogwood Elder Elm Fig Fir",
  "Hawthorn Hazel Hickory Holly Hornbeam Juniper Laburnum Larch Laurel Lilac Lime Linden Magnolia Maple Medlar Mulberry Oak Olive Osier",
  "Pear Pine Plane Plum Poplar Quince Redwood Rowan Sallow Sequoia Spindle Spruce Sycamore Walnut Whitebeam Willow Yew",
  "Crab_Apple Downy_Birch Field_Maple Holm_Oak Horse_Chestnut Mountain_Ash Red_Oak Scots_Pine Silver_Birch Silver_Fir Wild_Cherry",
]
  .flatMap((line) => line.split(" "))
  .map((name) => name.replaceAll("_", " "));

/** Two names that are the same here are one name to readers: case, spacing, hyphens, accents and width do not tell rooms apart. */
export const foldRoomName = (name: string): string =>
  cleanValue(name)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, "");

const knownNames = new Map(treeNames.map((name) => [foldRoomName(name), name]));

/** What stands in addresses and never in a tree's name. */
const addressWords =
  /\b(?:street|road|lane|avenue|close|crescent|drive|court|terrace|square|place|gardens?|house|flat|floor|room|unit|hostel|refuge|estate|town|village|city|county)\b/i;

const problems: [test: (name: string) => boolean, message: string][] = [
  [(name) => name === "", "Enter the room’s name, such as Rowan"],
  [(name) => [...name].length > maxRoomNameLength, `Use a name of ${maxRoomNameLength} letters or fewer`],
  [(name) => /\d/.test(name), "Leave numbers out: a room has the name of a tree and never part of an address"],
  [(name) => !/^\p{Script=Latin}+(?:[ '’-]\p{Script=Latin}+)*$/u.test(name), "Use the letters of a tree’s name, such as Silver Birch"],
  [(name) => addressWords.test(name), "Use the name of a tree and nothing else: never part of an address"],
];

/**
 * Reads a room's name: a tree, and never an address, a town or a person. A tree of the list is written as the list has it.
 * @param confirmed whether somebody said that a name which is not in the list is a tree's
 */
export function parseRoomName(input: string | undefined, confirmed: boolean): { name: string } | { error: FormError; mayConfirm: boolean } {
  const name = cleanValue((input ?? "").normalize("NFKC"));
  const problem = problems.find(([test]) => test(name));
  if (problem) return { error: { field: "name", message: problem[1] }, mayConfirm: false };
  const known = knownNames.get(foldRoomName(name));
  if (known !== undefined) return { name: known };
  if (confirmed) return { name };
  const message = `“${name}” is not in our list of trees. If it is a tree, and no place or person, tick the box below and send it again`;
  return { error: { field: "name", message }, mayConfirm: true };
}
