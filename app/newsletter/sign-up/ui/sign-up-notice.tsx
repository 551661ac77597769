import { useSite } from "~/platform/ui/site";

export type Notice = "bot" | "too-fast" | "too-old" | "press-again";

/** What happened, and what to do, where nothing that was typed is wrong. */
export function SignUpNotice({ notice, waitSeconds }: { notice: Notice; waitSeconds: number }) {
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
      "press-again": [
        waitSeconds > 5 ? `Please wait ${waitSeconds} seconds, then press the button once more` : "Please press the button once more",
        "Many addresses were written in from your network in a short time, so we ask for a second press to keep programs out. Nothing was kept yet, and what you wrote is below.",
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
