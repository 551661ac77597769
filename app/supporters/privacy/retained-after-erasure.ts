/** What the law has us keep of somebody who asked to be erased, a sentence each. */
export const retainedAfterErasure = [
  "The law on charity accounts has us keep the sum, the day and the payment number of each donation, without your name, until six years after the end of its tax year, or of our financial year if that ends later.",
  "Where a donation has a Gift Aid declaration, the law on Gift Aid has us keep that with your name and home, for as long as the last donation under it.",
  "Stripe, our payment service, has deleted you as a customer. The law on payments has it keep each payment itself, with the name and email address that were typed on its page.",
  "What you agreed to receive, and took back, is kept under a scrambled mark in place of your address, to prove that we may not write to you.",
];
