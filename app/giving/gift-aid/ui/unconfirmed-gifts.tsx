import { formatPounds, pence } from "~/platform/money";
import { formatLondonDate } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import type { UnconfirmedGift } from "../confirm-gift.server";

/** Donations that anybody could have made with the supporter's address: their owner says which are theirs. */
export function UnconfirmedGifts({ gifts }: { gifts: readonly UnconfirmedGift[] }) {
  if (gifts.length === 0) return null;
  return (
    <>
      <h2>Are these yours?</h2>
      <p>
        These donations were made with your email address by somebody who was not signed in. We claim Gift Aid on them only if you tell us
        that they are yours.
      </p>
      {gifts.map(({ id, reference, totalPence, name, paidOn }) => (
        <form key={id} method="post" action="/supporter/gift-aid" className="stack">
          <input type="hidden" name="what" value="confirm" />
          <p>
            <strong>{formatPounds(pence(totalPence))}</strong>, {formatLondonDate(paidOn)}, {reference}, in the name of <bdi>{name}</bdi>
          </p>
          <p>
            <Button name="gift" value={id} aria-label={`Yes, ${reference} is mine`}>
              Yes, this is mine
            </Button>
          </p>
        </form>
      ))}
    </>
  );
}
