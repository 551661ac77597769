/** What we promise whoever we ask for money: the standards of the Code of Fundraising Practice (1 November 2025) in our own words. */
export const promises: readonly { promise: string; meaning: string }[] = [
  {
    promise: "We tell the truth.",
    meaning: "The windows show real figures. We show no made-up person and no borrowed picture, and we say when a figure is an example.",
  },
  {
    promise: "We say what your donation does.",
    meaning:
      "Each sum says what it pays for, and where each £100 goes is on the home page. If we raise more or less than we need, we say beforehand what happens then.",
  },
  { promise: "We never push.", meaning: "No countdowns, no guilt, no boxes ticked beforehand. No is an answer, and we ask no reason." },
  {
    promise: "We look after people who may not be able to decide.",
    meaning:
      "If we have reason to think that somebody does not understand what they are giving, or can’t afford it, we don’t take it, or we give it back.",
  },
  {
    promise: "We never ask people who need help.",
    meaning: "Nothing on our help pages asks for money, and whoever gets help from us is not asked for it.",
  },
  { promise: "We protect the people we are here for.", meaning: "No faces, names, stories or places that could lead to them." },
  {
    promise: "We keep to what you asked.",
    meaning: "We email you about your donation, and about other things only if you said so. Stopping is as easy as starting.",
  },
  {
    promise: "We look after your donation and your data.",
    meaning: "Payments run over Stripe, we pass nothing on for others to use, and every donation is in our accounts.",
  },
  {
    promise: "We say who asks.",
    meaning: "Nobody is paid a share of what they raise for us. If another organisation asks for us, it says so, and on what terms.",
  },
  { promise: "We listen when we get it wrong.", meaning: "We answer complaints, say sorry, put it right, and change what caused it." },
];
