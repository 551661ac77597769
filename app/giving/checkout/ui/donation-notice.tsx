import { pence, pounds } from "~/platform/money";

export type Notice = "came-back" | "closed" | "too-many" | "stripe-unreachable" | "too-old" | "sum";

type Words = { title: string; words: string };

/** What happened, and what to do, where nothing that was typed is wrong. */
export function NoticeBox({ notice, minutes, sum }: { notice: Notice; minutes: number; sum: { gift: number; cover: number } | null }) {
  const { title, words } = wordsOf(notice, minutes, sum);
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{words}</p>
    </div>
  );
}

function wordsOf(notice: Notice, minutes: number, sum: { gift: number; cover: number } | null): Words {
  switch (notice) {
    case "came-back":
      return {
        title: "Nothing was taken",
        words: "You came back before paying. Your form is as you left it: change what you like, and go on when you are ready.",
      };
    case "closed":
      return {
        title: "Nothing was taken",
        words: "The payment was not finished and its page has closed. Your form is as you left it: check it, and go on when you are ready.",
      };
    case "too-many":
      return {
        title: "Please wait a little",
        words: `Many payments were started from here in a short time, so we paused them to keep stolen cards out. Nothing was taken. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}, or write to us.`,
      };
    case "stripe-unreachable":
      return {
        title: "The payment page can’t be reached just now",
        words: "Nothing was taken, and your form is kept below. Please press “Continue to payment” again in a minute.",
      };
    case "too-old":
      return {
        title: "Please press “Continue to payment” once more",
        words:
          "The payment page that belonged to this form has closed, so we started afresh with everything that you wrote. Nothing was taken.",
      };
    case "sum":
      return sum
        ? {
            title: `With the fee: ${pounds(pence(sum.gift + sum.cover))}`,
            words: `That is ${pounds(pence(sum.gift))} for the rooms and ${pounds(pence(sum.cover))} for the card fee. Without the fee you pay ${pounds(pence(sum.gift))}.`,
          }
        : { title: "Choose an amount first", words: "Then we can work out the fee." };
  }
}
