import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";

/** What keeps work from going on after its right to was given to another process. */
export type Fence = {
  /** Whether it is known that the right is still ours, without asking anybody. */
  isKnown(): boolean;
  /** Asks. @throws FencedError where the right is another's by now */
  check(): Promise<void>;
};

/** The work belongs to another process by now: nothing more of it is done here. Names nobody. */
export class FencedError extends Error {
  readonly publicMessage: string;
  constructor() {
    super("another process may be the worker by now: this one does no more of the job");
    this.name = "FencedError";
    this.publicMessage = this.message;
  }
}

const storage = new AsyncLocalStorage<Fence>();

/** Does work behind a fence: every connection that it takes, and every client of Stripe or Resend, asks the fence first. */
export const runFenced = <Result>(fence: Fence, work: () => Promise<Result>): Promise<Result> => storage.run(fence, work);

/** The fence that what runs now is behind; undefined: none, as for all that visitors ask for. */
export const currentFence = (): Fence | undefined => storage.getStore();

/** Called before something leaves this process. @throws FencedError unless the right is known to be ours */
export function assertNotFenced(): void {
  if (currentFence()?.isKnown() === false) throw new FencedError();
}

/**
 * Puts a pool behind a fence: it asks nothing, and lends no connection, for who has lost their right. `findFence` is asked each
 * time. Only what returns promises is fenced: whoever calls back is the pool itself, or listens.
 */
export function fencePool(pool: pg.Pool, findFence: () => Fence | undefined): pg.Pool {
  const [connect, query] = [pool.connect.bind(pool), pool.query.bind(pool) as (...question: unknown[]) => unknown];
  const isOpen = () => findFence()?.isKnown() ?? true;
  const connectAfterCheck = async () => {
    await findFence()?.check();
    return await connect();
  };
  const queryAfterCheck = async (question: unknown[]) => {
    await findFence()?.check();
    return await query(...question);
  };
  pool.connect = ((callback?: Parameters<typeof connect>[0]) => {
    if (callback) return connect(callback);
    return isOpen() ? connect() : connectAfterCheck();
  }) as typeof pool.connect;
  pool.query = ((...question: unknown[]) => (isOpen() ? query(...question) : queryAfterCheck(question))) as typeof pool.query;
  return pool;
}
