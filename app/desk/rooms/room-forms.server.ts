import { now } from "~/platform/clock";
import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { addDays, formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds } from "~/platform/money";
import { parseWholeNumber } from "~/platform/query-values";
import { parseTypedDate } from "~/platform/typed-date";
import { moveRoom, renameRoom, setRoomCost, withdrawRoomCost, type RoomRefusal } from "~/sponsorship/rooms/manage/change-rooms.server";
import { closeRoomOn, reopenRoom, retireRoom } from "~/sponsorship/rooms/manage/retire-room.server";
import { parseCostStart, parseWeeklyCost } from "~/sponsorship/rooms/manage/room-cost";
import { maxRoomNameLength, parseRoomName } from "~/sponsorship/rooms/manage/room-name";
import type { Staff } from "~/staff/session.server";

export const roomFields = {
  do: chosen,
  id: chosen,
  formId: chosen,
  version: chosen,
  seen: chosen,
  name: typed("name", maxRoomNameLength),
  tree: chosen,
  weekly: typed("weekly cost", 20),
  from: typed("day", 40),
  after: chosen,
  how: chosen,
  closesOn: typed("day", 40),
} as const;

export type RoomInput = Partial<Record<keyof typeof roomFields, string>>;
/** What became of a form: done, as the page says it; or why not, with the status of the answer. `mayConfirm`: a tick makes it right. */
export type RoomFormResult = { done: string } | { errors: FormError[]; status: number; mayConfirm?: boolean };

const wrong = (error: FormError): RoomFormResult => ({ errors: [error], status: 400 });

/** Why a verb refused, in words. `typedText`: what its sender wrote, where the page now shows something else. */
export function refuseRoom(refusal: RoomRefusal, field: string, typedText = ""): RoomFormResult {
  const say = (message: string): RoomFormResult => ({ errors: [{ field, message }], status: 409 });
  switch (refusal.refused) {
    case "no-such-room":
      throw new Response(null, { status: 404 });
    case "changed-meanwhile":
      return say(
        `Somebody else changed this while you were at it, and nothing of yours was done. The page shows what is so now${typedText && `; you typed “${typedText}”`}. Send it again if you still want it`,
      );
    case "name-taken":
      return say(
        `A room called ${refusal.by} is there already${refusal.isRetired ? ". It is closed: bring it back instead" : ". Choose another tree"}`,
      );
    case "room-retired":
      return say("This room is closed. Bring it back first");
    case "same-cost":
      return say("That is what it takes from then on already. Nothing was changed");
    case "last-room":
      return say("This is the only room that takes sponsors. Add another first, or bring one back");
  }
}

export const minDaysToClose = 7;
export const maxDaysToClose = 90;

function parseClosingDay(input: string | undefined): { closesOn: string } | FormError {
  const today = londonDate(now());
  const closesOn = parseTypedDate(input ?? "");
  const [first, last] = [addDays(today, minDaysToClose), addDays(today, maxDaysToClose)];
  if (closesOn !== null && closesOn >= first && closesOn <= last) return { closesOn };
  return {
    field: "closesOn",
    message: `Enter a day from ${formatLondonDate(first)} to ${formatLondonDate(last)}, so that its sponsors have time to answer`,
  };
}

type RoomForm = (by: Staff, room: { roomId: string; version: number }, input: RoomInput, argument: string) => Promise<RoomFormResult>;

/** The forms of a room's page, by the name of their button. */
export const roomForms: Readonly<Record<string, RoomForm>> = {
  async rename(by, room, input) {
    const parsed = parseRoomName(input.name, input.tree === "yes");
    if ("error" in parsed) return { ...wrong(parsed.error), mayConfirm: parsed.mayConfirm };
    const result = await renameRoom(by, { ...room, name: parsed.name });
    return "refused" in result ? refuseRoom(result, "name", parsed.name) : { done: "renamed" };
  },
  async cost(by, room, input) {
    const [cost, start] = [parseWeeklyCost(input.weekly), parseCostStart(input.from, londonDate(now()))];
    const errors = [cost, start].filter((each) => "message" in each);
    if ("message" in cost || "message" in start) return { errors, status: 400 };
    const result = await setRoomCost(by, { ...room, ...cost, ...start });
    const words = `${formatPounds(cost.weeklyPence)} from ${formatLondonDate(start.fromWeek)}`;
    return "refused" in result ? refuseRoom(result, "weekly", words) : { done: `cost:${start.fromWeek}` };
  },
  async "withdraw-cost"(by, room, _input, fromWeek) {
    const result = await withdrawRoomCost(by, { ...room, fromWeek });
    return "refused" in result ? refuseRoom(result, "costs") : { done: "withdrawn" };
  },
  async move(by, { roomId }, input) {
    const after = input.after === "first" ? null : (input.after ?? "");
    const result = await moveRoom(by, { roomId, after, seen: input.seen ?? "" });
    return "refused" in result ? refuseRoom(result, "after") : { done: "moved" };
  },
  async close(by, room, input) {
    if (input.how === "now") {
      const result = await retireRoom(by, room);
      return "refused" in result ? refuseRoom(result, "how") : { done: "closed" };
    }
    if (input.how !== "ask") return wrong({ field: "how", message: "Choose whether its sponsors are asked first" });
    const parsed = parseClosingDay(input.closesOn);
    if ("message" in parsed) return wrong(parsed);
    const result = await closeRoomOn(by, { ...room, closesOn: parsed.closesOn });
    return "refused" in result ? refuseRoom(result, "how", formatLondonDate(parsed.closesOn)) : { done: "closing" };
  },
  async reopen(by, room) {
    const result = await reopenRoom(by, room);
    return "refused" in result ? refuseRoom(result, "reopen") : { done: "reopened" };
  },
};

export const versionOf = (input: RoomInput): number => parseWholeNumber(input.version);

/** Pages that say something of the rooms and are kept. */
export const pagesWithRooms = ["/", "/sponsor", "/rooms.json"] as const;
