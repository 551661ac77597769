import { Temporal } from "temporal-polyfill";

/** When something is due again and again. */
export type Recurrence = {
  /** The first time it is due after an instant, which itself does not count. */
  next(after: Date): Date;
};

/** One line of the clock: a task, and when it is due. The name never changes, and is in no other line. */
export type Schedule<Task extends string = string> = { name: string; task: Task; when: Recurrence };

/**
 * Once a day at this time in London. Where the clock skips the time in March, it is as much later; where the clock
 * shows it twice in October, it is the first.
 */
export function dailyAt(hour: number, minute: number): Recurrence {
  const time = new Temporal.PlainTime(hour, minute);
  return {
    next(after) {
      const instant = Temporal.Instant.fromEpochMilliseconds(after.getTime());
      const today = instant.toZonedDateTimeISO("Europe/London").toPlainDate();
      const due = [today, today.add({ days: 1 })].map(
        (date) => date.toZonedDateTime({ timeZone: "Europe/London", plainTime: time }).epochMilliseconds,
      );
      return new Date(due.find((moment) => moment > after.getTime()) ?? Number.NaN);
    },
  };
}

/** Every so many minutes, counted from the full hour: 1 to 60, and a divisor of 60. */
export function everyMinutes(minutes: number): Recurrence {
  if (60 % minutes !== 0) throw new RangeError(`${minutes} does not divide an hour`);
  const span = minutes * 60_000;
  return { next: (after) => new Date((Math.floor(after.getTime() / span) + 1) * span) };
}
