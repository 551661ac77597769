import { Fragment, type ReactNode } from "react";
import type { Block, House, Inline } from "emails/newsletter/issue-blocks";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";

/** An issue as a page shows it: the same blocks as in the letter, in the site's own look. */
export function IssueBody({ blocks, house }: { blocks: Block[]; house: House | null }) {
  return blocks.map((block, index) => <Fragment key={index}>{renderBlock(block, house)}</Fragment>);
}

function renderBlock(block: Block, house: House | null): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <p>{renderInlines(block.parts)}</p>;
    case "heading":
      return block.level === 2 ? <h2>{renderInlines(block.parts)}</h2> : <h3>{renderInlines(block.parts)}</h3>;
    case "list": {
      const items = block.items.map((parts, index) => <li key={index}>{renderInlines(parts)}</li>);
      return block.ordered ? <ol className="bullets list-decimal">{items}</ol> : <ul className="bullets">{items}</ul>;
    }
    case "quote":
      return (
        <blockquote className="note">
          {block.paragraphs.map((parts, index) => (
            <p key={index}>{renderInlines(parts)}</p>
          ))}
        </blockquote>
      );
    case "rule":
      return <hr />;
    case "picture":
      return (
        <img
          className="h-auto max-w-full rounded-md"
          src={new URL(block.src).pathname}
          alt={block.alt}
          width={block.wide}
          height={block.tall}
          loading="lazy"
        />
      );
    case "button":
      return (
        <p>
          <a className="button" href={block.href}>
            {block.label}
          </a>
        </p>
      );
    case "house":
      return house && <HouseSnapshot house={house} />;
  }
}

/** The house as it was when the letter went out. */
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

const renderInlines = (parts: readonly Inline[]): ReactNode =>
  parts.map((part, index) => {
    switch (part.kind) {
      case "text":
        return <Fragment key={index}>{part.text}</Fragment>;
      case "break":
        return <br key={index} />;
      case "strong":
        return <strong key={index}>{renderInlines(part.parts)}</strong>;
      case "em":
        return <em key={index}>{renderInlines(part.parts)}</em>;
      case "link":
        return (
          <a key={index} href={part.href}>
            {renderInlines(part.parts)}
          </a>
        );
    }
  });
