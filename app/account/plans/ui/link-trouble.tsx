import { PageLayout } from "~/platform/ui/page-layout";

/** A link that leads nowhere, and what to do instead. */
export function LinkTrouble({ reason }: { reason: "invalid-link" | "revoked" }) {
  return (
    <PageLayout>
      <h1>{reason === "revoked" ? "This link no longer works" : "This link is not complete"}</h1>
      <p>
        {reason === "revoked"
          ? "Its owner asked us to make earlier links stop working. Nothing was changed by opening it. The newest email has a link that works."
          : "Perhaps part of it was cut off on the way, or the email is very old. Nothing was changed by opening it. Copy the whole link out of the email, or take a newer email."}
      </p>
      <p>
        You can also <a href="/supporter">sign in with your email address</a>, and pause or cancel everything there.
      </p>
    </PageLayout>
  );
}
