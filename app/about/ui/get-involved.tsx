import { useSite } from "~/platform/ui/site";
import { Band } from "./band";

/** The ways to take part besides money given here, and the charity's pages elsewhere. */
export function GetInvolved() {
  const { charity } = useSite();
  return (
    <Band id="involved" title="Get involved" isQuiet>
      <p>
        Together we can make a difference. <a href="/donate">Make a donation</a>, <a href="/sponsor">sponsor a room</a>, or{" "}
        <a href="/other-ways-to-give">give in another way</a>: by post, in your will, with your company, church or school, or with your
        time.
      </p>
      {charity.social.map(({ name, url }) => (
        <p key={url}>
          <a href={url} rel="noreferrer">
            Join us on {name}
          </a>
        </p>
      ))}
    </Band>
  );
}
