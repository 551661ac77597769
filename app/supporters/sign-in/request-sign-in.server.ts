import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { browserDigest } from "~/platform/http/forms/browser-cookie.server";
import { take, type Limit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { linkEnds, ownPage } from "./session-rules";

/** Letters to one address, and wishes from one network: a family or an office signs in from one. */
const limits = {
  address: { name: "sign-in-address", points: 5, perSeconds: 60 * 60 },
  network: { name: "sign-in-network", points: 20, perSeconds: 60 * 60 },
} satisfies Record<string, Limit>;

/**
 * Takes a wish to sign in. Whether we know the address is not looked up here but as the letter is written: the answer,
 * and the time that it takes, are the same for every address. For one that nobody has, no letter leaves.
 * @param from the browser's number, the network address, and which page was wanted
 */
export async function requestSignIn(
  email: string,
  from: { browser: string; address: string; goTo?: string | null },
): Promise<{ asked: true } | { refused: "too-many"; minutes: number }> {
  const address = email.toLowerCase();
  for (const [limit, what] of [
    [limits.network, from.address],
    [limits.address, address],
  ] as const) {
    const taken = await take(limit, what);
    if (!taken.allowed) return { refused: "too-many", minutes: Math.ceil(taken.seconds / 60) };
  }
  const id = newId();
  await inTransaction(async (tx) => {
    const createdAt = now();
    await tx.signInLink.create({
      data: {
        id,
        email: address,
        browser: browserDigest(from.browser),
        goTo: ownPage(from.goTo),
        createdAt,
        expiresAt: linkEnds(createdAt),
      },
    });
    await postLetter(tx, { kind: "sign-in", about: id });
  });
  return { asked: true };
}
