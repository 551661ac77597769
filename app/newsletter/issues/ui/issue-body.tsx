import type { Block, House } from "emails/newsletter/issue-blocks";
import { IssueContent, type IssueLook } from "emails/newsletter/issue-content";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";

/** An issue as a page shows it: what the email says, in the site's own look. */
export const IssueBody = ({ blocks, house }: { blocks: Block[]; house: House | null }) => (
  <IssueContent blocks={blocks} house={house} look={archiveLook} />
);

const archiveLook: IssueLook = {
  paragraph: () => ({}),
  heading: { 2: {}, 3: {} },
  list: ({ start }) => ({ className: start === null ? "bullets" : "bullets list-decimal" }),
  item: {},
  quote: { className: "note" },
  rule: {},
  code: {},
  link: {},
  picture: ({ src, width, height }) => ({
    className: "h-auto max-w-full rounded-md",
    src: new URL(src).pathname,
    width,
    height,
    loading: "lazy",
  }),
  Button: ({ href, children }) => (
    <p>
      <a className="button" href={href}>
        {children}
      </a>
    </p>
  ),
  house: (house) => <HouseSnapshot house={house} />,
};

/** The house as it was when the issue went out. */
function HouseSnapshot({ house }: { house: House }) {
  return (
    <>
      <div className="dusk rounded-md">
        <HouseOfWindows rooms={house.windows} />
      </div>
      <p>{house.sentence}</p>
      <p className="small quiet">
        As it was on {house.date}. <a href="/sponsor">How it is this week</a>.
      </p>
    </>
  );
}
