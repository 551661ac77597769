import { PageLayout } from "~/platform/ui/page-layout";

/** A link that leads nowhere, and what to do instead. */
export function LinkTrouble({ reason }: { reason: "invalid-link" | "revoked" }) {
  return (
    <PageLayout>
      <h1>{reason === "revoked" ? "This link no longer works" : "This link is not whole"}</h1>
      <p>
        {reason === "revoked"
          ? "Its owner asked us to make earlier links stop working. Nothing was changed by opening it. The newest letter has a link that works."
          : "Perhaps part of it was cut off on the way, or the letter is very old. Nothing was changed by opening it. Copy the whole link out of the letter, or take a newer letter."}
      </p>
      <p>
        You can also <a href="/supporter">sign in with your e-mail address</a>, and pause or stop everything there.
      </p>
    </PageLayout>
  );
}
