import { afterEach } from "vitest";
import { setClock } from "~/platform/clock";

/** Lets the five seconds pass after which a thank-you page asks Stripe again. The clock is put right after each test. */
export function usePassingSeconds(): () => void {
  let secondsAhead = 0;
  afterEach(() => {
    secondsAhead = 0;
    setClock(() => new Date());
  });
  return () => {
    secondsAhead += 5;
    const ahead = secondsAhead;
    setClock(() => new Date(Date.now() + ahead * 1000));
  };
}
