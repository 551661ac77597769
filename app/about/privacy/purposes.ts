/**
 * What is kept about people, purpose by purpose, as UK GDPR art. 13 asks to be told: what, why, on which lawful basis
 * (art. 6) and how long. Whoever keeps something new adds it here in the same change.
 */
export type DataPurpose = { title: string; what: string; why: string; lawfulBasis: string; retention: string };

export const purposes = {
  giving: {
    title: "When you give",
    what: "Your name and email address, the sum, the day, whether by card or Direct Debit, and Stripe’s number for the payment. Your message, and whether you stay off public lists, if you gave them. If you came by a link that names a campaign, that name. We never see or keep your card or bank number: you type it on Stripe’s page, not on ours.",
    why: "To take the donation, send you a receipt, answer questions, send money back when it should go back, and keep true accounts.",
    lawfulBasis:
      "Our legitimate interest in taking and looking after donations (art. 6(1)(f)), and the law on charity accounts (art. 6(1)(c)).",
    retention:
      "Six years after the end of the tax year of the donation, or of our financial year if that ends later. After that, sum and day stay in our totals, and nothing says whose donation it was.",
  },
  offlineGiving: {
    title: "When you give by post, by bank or by hand",
    what: "Your name, the sum, the day and how it came; your email and postal address if you gave them; the number of a cheque or voucher, or what the bank’s statement says of it. A list that we bring in is kept for a week at most.",
    why: "To thank you, send you a receipt, know you again when you give again, claim Gift Aid, and keep true accounts.",
    lawfulBasis:
      "Our legitimate interest in taking and looking after donations (art. 6(1)(f)), and the law on charity accounts (art. 6(1)(c)).",
    retention:
      "Six years after the end of the tax year of the donation, or of our financial year if that ends later. After that, sum and day stay in our totals, and nothing says whose donation it was.",
  },
  sponsoring: {
    title: "When you sponsor a room",
    what: "Your name and email address, the weekly sum and how it is collected, the room, in whose honour or memory or for whom it is a present if you say so, how you pay (such as “Visa ending 4242”, never the whole number), every payment and every change, and when each was made.",
    why: "To collect what you agreed to and no more, tell you before and after, let you change or stop it, and keep true accounts.",
    lawfulBasis: "What you agreed with us (art. 6(1)(b)), and the law on charity accounts (art. 6(1)(c)).",
    retention:
      "Six years after the end of the tax year of the last payment, or of our financial year if that ends later. After that, sums and days stay in our totals, and nothing says whose sponsorship it was.",
  },
  tributeCard: {
    title: "When a sponsor has a card or certificate sent to you",
    what: "Your name and email address, and the words that the sponsor wrote to you.",
    why: "To send you that one email, because the sponsor asked us to. We send you nothing else.",
    lawfulBasis: "The sponsor’s and our legitimate interest in passing on a greeting (art. 6(1)(f)). Reply to it if you object.",
    retention:
      "Your address a month after the email was sent, or could not be, and the words of a card with it. The words on a certificate as long as the sponsorship lasts, and a month after.",
  },
  unfinishedForms: {
    title: "When you start a donation or a sponsorship and don’t finish it",
    what: "What you typed into the form.",
    why: "So that you can go back to it within a week with everything filled in. Only the browser that sent it sees your name and address.",
    lawfulBasis: "Our legitimate interest in letting you finish what you began (art. 6(1)(f)).",
    retention: "At most twelve months. Ask us, and we delete it sooner.",
  },
  giftAid: {
    title: "When you add Gift Aid",
    what: "Your name and home address, the words you agreed to, which donations they cover, when you agreed, and what we claimed, with your name and home as HMRC was told.",
    why: "To claim the tax back from HMRC, and to show HMRC that we were allowed to.",
    lawfulBasis: "The law on Gift Aid records (art. 6(1)(c)).",
    retention:
      "Six years after the end of the tax year of the last donation under your declaration, or of our financial year if that ends later; where we claimed on it, six years after the year of the claim. A declaration for later donations, as long as it is in force and you are our supporter.",
  },
  giftEmails: {
    title: "When we write to you about a donation",
    what: "Which email was sent, about which donation, when, and the mail service’s number for it.",
    why: "Receipts, refunds and notices before a Direct Debit, each sent once.",
    lawfulBasis:
      "Our legitimate interest in telling you what happened to your donation (art. 6(1)(f)), and the rules on Direct Debit and Gift Aid (art. 6(1)(c)).",
    retention: "As long as the donation that it is about.",
  },
  newsletter: {
    title: "When you ask for our emails",
    what: "Your email address, the topics that you ticked and how often you want to hear. The boxes are never ticked beforehand, and nothing comes before you have confirmed. If somebody else gave us your yes, such as a form on paper: in which words and where.",
    why: "To send you what you asked for. Which emails were sent to you, and which came back, we know; whether you opened one, we do not.",
    lawfulBasis:
      "Your consent (art. 6(1)(a)), which the rules on electronic mail also ask for. You can take it back at any time, as easily as you gave it.",
    retention:
      "Until you stop the emails and ask to be forgotten; a year after you stopped them if you don’t ask. What was never confirmed, about five weeks.",
  },
  consentProof: {
    title: "To prove your yes and your no",
    what: "A scrambled form of your address, from which nobody can read it. With it: the topic, the version of the words next to the box, when and on which form, and a scrambled form of the network address that it came from.",
    why: "To prove that we were allowed to write, and to keep lists from bringing back anybody who left, complained, whose mailbox is gone, or who asked through the Fundraising Preference Service.",
    lawfulBasis:
      "The law, which asks us to prove consent (art. 5(2) and 7(1)), and our legitimate interest in never writing to you again (art. 6(1)(f)).",
    retention: "For as long as we send emails to anybody: without it, a list could bring you back.",
  },
  supporterSignIn: {
    title: "When you sign in to your own pages",
    what: "That a link was asked for with your address, a scrambled mark of the browser that asked, and since when a browser is signed in and was last seen. A cookie holds the key of that browser.",
    why: "To let you, and nobody else, see and change what you give.",
    lawfulBasis: "Our legitimate interest in keeping your pages yours (art. 6(1)(f)).",
    retention: "The link: a day. The sign-in: until you sign out, a week after you were last here, or thirty days, whichever comes first.",
  },
  emailChange: {
    title: "When you change your email address",
    what: "The old and the new address, and when each of them said yes or no.",
    why: "So that nobody can take your pages over, and so that emails reach you.",
    lawfulBasis: "Our legitimate interest in keeping your pages yours (art. 6(1)(f)).",
    retention: "As long as you are our supporter: until we keep no donation and no sponsorship of yours any more.",
  },
  erasure: {
    title: "When you ask us to delete your data",
    what: "Your addresses, until the last email is sent; after that only a number and the day.",
    why: "To finish what you asked for whatever goes wrong on the way, and to prove that we did.",
    lawfulBasis: "The law on your right to be erased (art. 6(1)(c)).",
    retention: "The addresses: the night after the last email. The number and the day: six years.",
  },
  fraudPrevention: {
    title: "When a payment page is opened",
    what: "A scrambled form of your network address and of your browser’s cookie. It can be compared but not turned back; the address itself is not kept.",
    why: "To stop people who try out stolen cards on charities.",
    lawfulBasis: "Our legitimate interest in preventing fraud (art. 6(1)(f)).",
    retention:
      "The counts are deleted the night after they expire, an hour at most after the last attempt. What is kept with a form is emptied when the donation is paid or the sponsorship agreed, the network address’s two days after the form at the latest, or deleted with the form.",
  },
  staffMembers: {
    title: "When you work for us and use our staff pages",
    what: "Your name, email address and role; the passkeys and the app that you sign in with (never your fingerprint or face, which stay on your device); the browsers that you are signed in with, and the part of the internet that they came from, not the whole address; and each change that you made, with when and from which part of the internet.",
    why: "So that only our team sees what you entrusted to us, and so that we can show later who changed what.",
    lawfulBasis:
      "Our legitimate interest in keeping your data safe and true (art. 6(1)(f)), and the law, which asks us to secure it and to prove that we do (art. 5(2) and 32).",
    retention:
      "Sign-ins: twelve hours. Ways to sign in: until they leave the team. Their name: six years after that. The list of changes stays as long as our accounts do, with a number in place of the name.",
  },
  supporterCare: {
    title: "When our staff look after you as a supporter",
    what: "What our staff note about a call or a letter of yours, and what they are to do for you, by when.",
    why: "So that whoever answers you next knows what was said, and nothing is forgotten.",
    lawfulBasis: "Our legitimate interest in looking after our supporters well (art. 6(1)(f)).",
    retention:
      "As long as you are our supporter: until we keep no donation and no sponsorship of yours any more, or you ask us to delete your data.",
  },
  merging: {
    title: "When our staff find that two records are both of you",
    what: "The record that went into the other as it was, with its name and address, and which rows were moved.",
    why: "To put everything back if the two were not one person after all.",
    lawfulBasis: "Our legitimate interest in keeping your data true (art. 6(1)(f)), which the law also asks for (art. 5(1)(d)).",
    retention: "Thirty days.",
  },
  correspondence: {
    title: "When you write to us, or complain",
    what: "What you wrote, how to answer you, and what we did.",
    why: "To answer, and to learn from it.",
    lawfulBasis: "Our legitimate interest in answering well (art. 6(1)(f)). For complaints about your data, the law (art. 6(1)(c)).",
    retention: "Two years after the last email, longer only where the law asks for it.",
  },
  safeguarding: {
    title: "When somebody may be in danger",
    what: "What we were told about a person at risk, which may be about their health or about a crime.",
    why: "To keep a child, or an adult who can’t protect themselves, safe.",
    lawfulBasis:
      "Safeguarding people at risk, a legitimate interest that the law names (art. 6(1)(ea)), and for health and crime the safeguarding condition of the Data Protection Act 2018 (schedule 1, paragraph 18).",
    retention: "As long as safeguarding law and guidance ask for it. Few people may see it.",
  },
} satisfies Record<string, DataPurpose>;

export type PurposeKey = keyof typeof purposes;
