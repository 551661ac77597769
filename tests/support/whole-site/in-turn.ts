/** Does what waits, so many at a time: none of it depends on another. */
export async function doInTurn(waiting: (() => Promise<unknown>)[], atOnce = 4): Promise<void> {
  const doNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, doNext));
}
