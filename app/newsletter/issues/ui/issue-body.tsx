import type { Block, House } from "emails/newsletter/issue-blocks";
import { IssueContent, type IssueLook } from "emails/newsletter/issue-content";
import { ButtonLink } from "~/platform/ui/button";
import { noteLook } from "~/platform/ui/note";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";

/** An issue as a page shows it: what the email says, in the site's own look. */
export const IssueBody = ({ blocks, house }: { blocks: Block[]; house: House | null }) => (
  <IssueContent blocks={blocks} house={house} look={archiveLook} />
);

const archiveLook: IssueLook = {
  paragraph: () => ({}),
  heading: { 2: {}, 3: {} },
  list: ({ start, items }) => ({ className: start === null ? undefined : roomForNumber(start + items.length - 1) }),
  item: { className: "[&>*+*]:mt-2 [&>:is(ul,ol)]:mt-2" },
  quote: { className: `${noteLook} mx-0` },
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
      <ButtonLink href={href}>{children}</ButtonLink>
    </p>
  ),
  house: (house) => <HouseSnapshot house={house} />,
};

/** Numbers hang to the left of their words: long ones would leave a narrow screen. */
const roomForNumber = (last: number): string | undefined => (last < 100 ? undefined : last < 10_000 ? "ps-[3.5em]" : "ps-[6.5em]");

/** The house as it was when the issue went out. */
function HouseSnapshot({ house }: { house: House }) {
  return (
    <>
      <div className="dusk rounded-md">
        <HouseOfWindows rooms={house.windows} />
      </div>
      <p>{house.sentence}</p>
      <p className="text-sm quiet">
        As it was on {house.date}. <a href="/sponsor">How it is this week</a>.
      </p>
    </>
  );
}
