import type { ReactNode } from "react";
import { useSite } from "./site";

const ways = [
  { to: "/help", words: "Get help" },
  { to: "/donate", words: "Give once" },
  { to: "/sponsor", words: "Sponsor a room" },
];

/** The charity's mark: one window, its lower half lit. */
function Mark() {
  const { charity } = useSite();
  return (
    <a className="mark" href="/">
      <svg viewBox="0 0 27 33" aria-hidden="true" focusable="false">
        <rect x="1.5" y="1.5" width="24" height="30" rx="3" fill="none" stroke="currentColor" strokeWidth="3" />
        <path d="M3 15H24V30H3Z" fill="#ffc847" />
        <path d="M13.5 2V31M3 15H24" stroke="currentColor" strokeWidth="2.5" />
      </svg>
      {charity.name}
    </a>
  );
}

/** The head of a page. `here`: the path of the section that the page belongs to. */
export function Top({ here }: { here?: string }) {
  return (
    <header className="top">
      <div className="wide">
        <Mark />
        <nav aria-label="Main">
          {ways.map(({ to, words }) => (
            <a key={to} href={to} aria-current={to === here ? "page" : undefined}>
              {words}
            </a>
          ))}
        </nav>
      </div>
    </header>
  );
}

/** Said on every page of a site where nothing is real. */
export function PretendNotice() {
  const { pretend } = useSite();
  if (!pretend) return null;
  return (
    <aside className="demo" aria-label="Trial site">
      This is a trial site: no real money is taken and no letter leaves this machine.
    </aside>
  );
}

/** Status and number, what happens to gifts, and the pages that the law asks for. */
export function Foot() {
  const { charity } = useSite();
  return (
    <footer className="foot">
      <div className="wide stack">
        <p>
          <strong>{charity.legalName}.</strong>{" "}
          {charity.registration ? (
            <>
              Registered charity, {charity.registration.regulator} number{" "}
              <a href={charity.registration.url}>{charity.registration.number}</a>.
            </>
          ) : (
            "Not a registered charity: a real charity’s name, registered number and address appear here. No real money is taken."
          )}{" "}
          {charity.address.join(", ")}.
        </p>
        <p className="quiet">{charity.secondaryPurpose}</p>
        <p>
          <a href="/newsletter">Get our letters by e-mail</a>: what you choose, as often as you choose, stopped with one press.
        </p>
        <ul>
          <li>
            <a href="/supporter">Your gifts and plans</a>
          </li>
          <li>
            <a href="/privacy">Privacy</a>
          </li>
          <li>
            <a href="/complaints">Complaints, and our promise about fundraising</a>
          </li>
          <li>
            <a href="/accessibility">Accessibility</a>
          </li>
          <li>
            <a href="/safeguarding">Safeguarding</a>
          </li>
          {charity.links.accounts && (
            <li>
              <a href={charity.links.accounts}>Accounts</a>
            </li>
          )}
          {charity.social.map(({ name, url }) => (
            <li key={url}>
              <a href={url} rel="noreferrer">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}

type TaskPageProps = { here?: string; skip?: string; nav?: ReactNode; children: ReactNode };

/** A page for one task: one column between head and foot. `skip`: what the first link jumps to, in words. `nav`: ways of its own, below the head. */
export function TaskPage({ here, skip = "Skip to the page", nav, children }: TaskPageProps) {
  return (
    <div className="task">
      <a className="skip" href="#main">
        {skip}
      </a>
      <PretendNotice />
      <Top here={here} />
      {nav}
      <main id="main" className="column stack" tabIndex={-1}>
        {children}
      </main>
      <Foot />
    </div>
  );
}
