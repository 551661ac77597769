import { useSite } from "~/platform/ui/site";

export type Notice = "bot" | "too-fast" | "too-old" | "too-many";

/** What happened, and what to do, where nothing that was typed is wrong. */
export function SignUpNotice({ notice, minutes }: { notice: Notice; minutes: number }) {
  const { charity } = useSite();
  const [title, message] = (
    {
      bot: [
        "Please press the button once more",
        `This form did not arrive as a person’s browser sends it, so nothing was kept. It has been started afresh below with what you wrote. If it happens again, write to ${charity.email}, and we put you on the list.`,
      ],
      "too-fast": [
        "Please press the button once more",
        "That was so quick that we could not tell you from a machine. Nothing was kept yet, and what you wrote is below.",
      ],
      "too-old": [
        "Please press the button once more",
        "This page had been open for more than a day, so it was started afresh with what you wrote. Nothing was kept yet.",
      ],
      "too-many": [
        "Please wait a little",
        `Many addresses were written in from your network in a short time. Nothing was kept of this one. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
      ],
    } as const satisfies Record<Notice, readonly [string, string]>
  )[notice];
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{message}</p>
    </div>
  );
}
