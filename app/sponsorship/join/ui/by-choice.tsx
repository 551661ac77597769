import type { ReactNode } from "react";
import type { BillingInterval } from "../../plan";
import type { IntervalFigures, PaymentSums } from "../frequency-options";

/*
 * The server writes down what every choice comes to, and the style sheet shows that of the one that is made: so the figures follow without
 * JavaScript. A browser that can't tell (`:has`) shows none of them, and the check page says them.
 */

const intervalClasses: Record<BillingInterval, string> = {
  four_weekly: "hidden group-has-[[value^=four]:checked]/plan:inline",
  weekly: "hidden group-has-[[value=weekly]:checked]/plan:inline",
  monthly: "hidden group-has-[[name=interval][value=monthly]:checked]/plan:inline",
  yearly: "hidden group-has-[[name=interval][value=yearly]:checked]/plan:inline",
};

/** What the billing interval that is chosen comes to. */
export const ByInterval = ({ figures, children }: { figures: IntervalFigures[]; children: (figures: IntervalFigures) => ReactNode }) =>
  figures.map((each) => (
    <span key={each.billingInterval} className={intervalClasses[each.billingInterval]}>
      {children(each)}
    </span>
  ));

/** A payment with its fee added, or without. */
export const ByFee = ({ figures, children }: { figures: IntervalFigures; children: (sums: PaymentSums) => ReactNode }) => (
  <>
    <span className="hidden group-not-has-[[name=cover]:checked]/plan:inline">{children(figures.plain)}</span>
    <span className="hidden group-has-[[name=cover]:checked]/plan:inline">{children(figures.covered)}</span>
  </>
);

/** What is so where the sponsorship starts now, and where it starts on a day that is still to be written. */
export const ByStart = ({ now, later }: { now: ReactNode; later: ReactNode }) => (
  <>
    <span className="hidden group-not-has-[[value=day]:checked]/plan:inline">{now}</span>
    <span className="hidden group-has-[[value=day]:checked]/plan:inline">{later}</span>
  </>
);

/** Said where Gift Aid is ticked. */
export const WithGiftAid = ({ children }: { children: ReactNode }) => (
  <span className="hidden group-has-[[name=giftaid]:checked]/plan:inline">{children}</span>
);
