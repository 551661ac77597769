import { Note } from "~/platform/ui/note";
import { useSite } from "~/platform/ui/site";

export type Notice = "bot" | "too-old" | "press-again";

/** What happened, and what to do, where nothing that was typed is wrong. */
export function SignUpNotice({ notice, waitSeconds }: { notice: Notice; waitSeconds: number }) {
  const { charity } = useSite();
  const [title, message] = (
    {
      bot: [
        "Please press the button again",
        `This form did not arrive as a person’s browser sends it, so nothing was saved. It has been started again below with what you typed. If it happens again, write to ${charity.email}, and we put you on the list.`,
      ],
      "too-old": [
        "Please press the button again",
        "This page had been open for more than a day, so it was started again with what you typed. Nothing has been saved yet.",
      ],
      "press-again": [
        waitSeconds > 5 ? `Please wait ${waitSeconds} seconds, then press the button again` : "Please press the button again",
        "Many addresses were entered from your network in a short time, so we ask you to press the button again to keep programs out. Nothing has been saved yet, and what you typed is below.",
      ],
    } as const satisfies Record<Notice, readonly [string, string]>
  )[notice];
  return (
    <Note role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{message}</p>
    </Note>
  );
}
