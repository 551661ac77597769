/** What a test card does. The numbers are Stripe's own for testing; a card of any other number is never taken. */
export type TestCard = {
  name: string;
  number: string;
  /** What the table shows,  on the hosted page. */
  does: string;
  brand: "visa" | "mastercard";
  declines?: { code: string; declineCode?: string; message: string };
  /** Fails only when its holder is not there, as at a renewal. */
  declinesLater?: boolean;
  authenticates?: boolean;
  disputed?: boolean;
  refundsFail?: boolean;
  /** Left out of the short table on the hosted page. */
  rare?: boolean;
};

const generic = { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };

export const testCards: TestCard[] = [
  { name: "visa", number: "4242424242424242", does: "Succeeds", brand: "visa" },
  { name: "declined", number: "4000000000000002", does: "Is declined", brand: "visa", declines: generic },
  {
    name: "insufficientFunds",
    number: "4000000000009995",
    does: "Is declined: too little money",
    brand: "visa",
    declines: { code: "card_declined", declineCode: "insufficient_funds", message: "Your card has insufficient funds." },
  },
  { name: "authenticates", number: "4000002500003155", does: "Asks for 3-D Secure", brand: "visa", authenticates: true },
  { name: "declinesLater", number: "4000000000000341", does: "Succeeds now, fails at a renewal", brand: "visa", declinesLater: true },
  { name: "disputed", number: "4000000000000259", does: "Succeeds, then is disputed", brand: "visa", disputed: true },
  { name: "mastercard", number: "5555555555554444", does: "Succeeds", brand: "mastercard", rare: true },
  {
    name: "refundsFail",
    number: "4000000000005126",
    does: "Succeeds; a refund fails later",
    brand: "visa",
    refundsFail: true,
    rare: true,
  },
];

/** Stands for every card that is not one of Stripe's for testing. Its number is not kept. */
const realCard: TestCard = {
  name: "real",
  number: "",
  does: "Is declined",
  brand: "visa",
  declines: {
    code: "card_declined",
    declineCode: "test_mode_live_card",
    message:
      "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
  },
};

/** Which test card a number is; a number that is none stands for a card that is declined. */
export function cardOfNumber(number: string): TestCard {
  const digits = number.replace(/\D/g, "");
  return testCards.find((card) => card.number === digits) ?? realCard;
}

export const cardNamed = (name: string): TestCard => testCards.find((card) => card.name === name) ?? realCard;

/** Stripe's names for ready payment methods and tokens, to the test card they stand for. */
export const readyCards: Record<string, string> = {
  pm_card_visa: "visa",
  pm_card_chargeDeclined: "declined",
  pm_card_authenticationRequired: "authenticates",
  pm_card_chargeCustomerFail: "declinesLater",
  tok_visa: "visa",
  tok_mastercard: "mastercard",
};

/** Whether a card number's last digit fits the others (Luhn). */
export function hasCheckDigit(number: string): boolean {
  const digits = Array.from(number, Number).toReversed();
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 === 1 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return /^\d{13,19}$/.test(number) && sum % 10 === 0;
}
