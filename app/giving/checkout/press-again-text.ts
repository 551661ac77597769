/** Asks for a second press. @param waitSeconds how long others behind the same connection keep the button busy */
export const pressAgainText = (waitSeconds: number): { title: string; body: string } => ({
  title:
    waitSeconds > 5
      ? `Please wait ${waitSeconds} seconds, then press “Continue to payment”`
      : "Please press “Continue to payment” once more",
  body: "Many payments were started in a short time, from your network or everywhere, so we ask for a second press to keep stolen cards out. Nothing was taken, and all that you wrote is kept.",
});
