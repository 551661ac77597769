/** A clock that can be moved ahead, so that a year of gifts can be seen in a minute. It runs at the real pace in between. */
export type MovableClock = {
  now: () => Date;
  /** How far it is ahead of the real time. */
  secondsAhead: () => number;
  /** Moves it ahead. @throws RangeError on less than nothing: what has happened can't be undone */
  advance: (seconds: number) => void;
};

export function movableClock(secondsAhead = 0): MovableClock {
  // Whole milliseconds: sums of fractions of a second fall a moment short of what they should come to.
  let msAhead = Math.round(secondsAhead * 1000);
  return {
    now: () => new Date(Date.now() + msAhead),
    secondsAhead: () => msAhead / 1000,
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError("A clock moves ahead only: write seconds of 0 or more");
      msAhead += Math.round(seconds * 1000);
    },
  };
}
