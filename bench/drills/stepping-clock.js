import { readFileSync } from "node:fs";

/**
 * Loaded before a program by `node --import`: its clock is as many milliseconds off as the file DRILL_CLOCK_FILE says, and steps as soon as
 * that changes. Timers run on, as they do where a machine's clock is stepped.
 */
const file = process.env.DRILL_CLOCK_FILE ?? "";
const RealDate = Date;
let stepMs = 0;
const look = () => void (stepMs = Number(readFileSync(file, "utf8")) || 0);
look();
setInterval(look, 50).unref();

globalThis.Date = /** @type {DateConstructor} */ (
  /** @type {unknown} */ (
    class extends RealDate {
      /** @param {unknown[]} given */
      constructor(...given) {
        super(...(given.length === 0 ? [RealDate.now() + stepMs] : given));
      }
      // What was made before this was loaded, or by Node itself, is a date too.
      static [Symbol.hasInstance](/** @type {unknown} */ value) {
        return Object.prototype.toString.call(value) === "[object Date]";
      }
      static now() {
        return RealDate.now() + stepMs;
      }
    }
  )
);
