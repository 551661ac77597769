/** What the law has us keep of somebody who asked to be erased, a sentence each. */
export const retainedAfterErasure = [
  "The law on charity accounts has us keep the sum, the day and the payment number of each gift, without your name, until six years after the end of its tax year.",
  "Where a gift has a Gift Aid declaration, the law on Gift Aid has us keep that with your name and home, until six years after the last gift that we claimed for.",
  "What you agreed to receive, and took back, is kept under a scrambled mark in place of your address, to prove that we may not write to you.",
];
