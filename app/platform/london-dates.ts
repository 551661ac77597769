import { Temporal } from "temporal-polyfill";

/** The charity's day is London's, whatever clock the server keeps. Instants are UTC; dates are London dates (YYYY-MM-DD). */
const zone = "Europe/London";

const toLondonTime = (instant: Date) => Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The London date of an instant. */
export const londonDate = (instant: Date): string => toLondonTime(instant).toPlainDate().toString();

/** The instant at which a London date begins. */
export const startOfLondonDate = (date: string): Date => new Date(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds);

/** The Monday of the week of a London date. */
export function mondayOfWeek(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

/** A London date some days later (or earlier, below zero). */
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** Whether a text is a London date (YYYY-MM-DD) that the calendar has, of the years 1000 to 2999. */
export const isLondonDate = (text: string): boolean =>
  /^[12]\d{3}-\d\d-\d\d$/.test(text) && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: zone });
const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });

/** 7 September 2026, as London has it. */
export const formatDate = (instant: Date): string => dayFormat.format(instant);

/** 7 September 2026, of a London date. */
export const formatLondonDate = (date: string): string => formatDate(startOfLondonDate(date));

/**
 * The instant of a date and time on London's clocks, such as "2026-11-24T09:30"; null if it is none. What the clock shows
 * twice in October is the first; what it leaves out in March is as much later.
 */
export function parseLondonDateTime(dateTime: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(dateTime)) return null;
  try {
    return new Date(Temporal.PlainDateTime.from(dateTime, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: zone });

/** 7 Sept 2026, as London has it, for tables where many stand below each other. */
export const formatShortDate = (instant: Date): string => shortDayFormat.format(instant);

/** 24 Nov 2026, 09:30, as London has it, for the same. */
export const formatShortDateTime = (instant: Date): string => `${formatShortDate(instant)}, ${timeFormat.format(instant)}`;

/** 24 November 2026 at 09:30, as London has it. */
export const formatDateTime = (instant: Date): string => `${formatDate(instant)} at ${timeFormat.format(instant)}`;

/** Noon UTC of a London date: the same date in London in summer and in winter. Chosen days are collected at it. */
export const instantOf = (date: string): Date => new Date(`${date}T12:00:00Z`);

/** A London date as a column of type `date` takes it, and back: Prisma stands midnight UTC for it. */
export const toDateColumn = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const fromDateColumn = (value: Date): string => value.toISOString().slice(0, 10);
