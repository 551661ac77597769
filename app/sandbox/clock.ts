/** A clock that can be moved ahead, so that a year of gifts can be seen in a minute. It runs at the real pace in between. */
export type MovableClock = {
  now: () => Date;
  /** How far it is ahead of the real time. */
  secondsAhead: () => number;
  /** Moves it ahead. @throws RangeError on less than nothing: what has happened can't be undone */
  advance: (seconds: number) => void;
};

export function movableClock(secondsAhead = 0): MovableClock {
  let ahead = secondsAhead;
  return {
    now: () => new Date(Date.now() + ahead * 1000),
    secondsAhead: () => ahead,
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError("A clock moves ahead only: write seconds of 0 or more");
      ahead += seconds;
    },
  };
}
