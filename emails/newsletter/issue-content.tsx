import { Fragment, type ComponentType, type CSSProperties, type ReactNode } from "react";
import type { Block, House, Inline, ListBlock, PictureBlock } from "./issue-blocks";

type Attributes = { className?: string | undefined; style?: CSSProperties };

/**
 * How an issue looks in one place: the attributes of its elements, and the parts that are drawn by the place's own
 * components. Which elements there are is for the renderer alone. `nested`: in a list or a quote.
 */
export type IssueLook = {
  paragraph: (nested: boolean) => Attributes;
  heading: Record<2 | 3, Attributes>;
  list: (list: ListBlock, nested: boolean) => Attributes;
  item: Attributes;
  quote: Attributes;
  rule: Attributes;
  code: Attributes;
  link: Attributes;
  picture: (picture: PictureBlock) => Attributes & { src: string; width: number; height: number; loading?: "lazy" };
  Button: ComponentType<{ href: string; children: ReactNode }>;
  house: (house: House) => ReactNode;
};

type ContentProps = {
  blocks: readonly Block[];
  look: IssueLook;
  /** null: the figures can't be read. */
  house: House | null;
  nested?: boolean;
  /** Paragraphs are drawn without an element of their own. */
  tight?: boolean;
};

/** The blocks of an issue as HTML: the only renderer, for the email and the archive. */
export const IssueContent = ({ blocks, ...rest }: ContentProps) =>
  blocks.map((block, index) => (
    <Fragment key={index}>
      <BlockContent block={block} {...rest} />
    </Fragment>
  ));

function BlockContent({ block, tight = false, ...context }: Omit<ContentProps, "blocks"> & { block: Block }): ReactNode {
  const { look, house, nested = false } = context;
  const inside = { ...context, nested: true };
  switch (block.kind) {
    case "paragraph": {
      const content = <InlineContent parts={block.parts} look={look} />;
      return tight ? content : <p {...look.paragraph(nested)}>{content}</p>;
    }
    case "heading": {
      const Heading = block.level === 2 ? "h2" : "h3";
      return (
        <Heading {...look.heading[block.level]}>
          <InlineContent parts={block.parts} look={look} />
        </Heading>
      );
    }
    case "list": {
      const attributes = look.list(block, nested);
      const items = block.items.map((blocks, index) => (
        <li key={index} {...look.item}>
          <IssueContent {...inside} blocks={blocks} tight={block.tight} />
        </li>
      ));
      if (block.start === null) return <ul {...attributes}>{items}</ul>;
      return (
        <ol {...attributes} start={block.start === 1 ? undefined : block.start}>
          {items}
        </ol>
      );
    }
    case "quote":
      return (
        <blockquote {...look.quote}>
          <IssueContent {...inside} blocks={block.blocks} />
        </blockquote>
      );
    case "rule":
      return <hr {...look.rule} />;
    case "picture": {
      const picture = <img {...look.picture(block)} alt={block.alt} />;
      return tight ? picture : <p {...look.paragraph(nested)}>{picture}</p>;
    }
    case "button":
      return <look.Button href={block.href}>{block.label}</look.Button>;
    case "house":
      return house && look.house(house);
  }
}

const InlineContent = ({ parts, look }: { parts: readonly Inline[]; look: IssueLook }) =>
  parts.map((part, index) => (
    <Fragment key={index}>
      <InlinePart part={part} look={look} />
    </Fragment>
  ));

function InlinePart({ part, look }: { part: Inline; look: IssueLook }): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code {...look.code}>{part.text}</code>;
    case "break":
      return <br />;
    case "strong":
    case "em": {
      const Mark = part.kind;
      return (
        <Mark>
          <InlineContent parts={part.parts} look={look} />
        </Mark>
      );
    }
    case "link":
      return (
        <a {...look.link} href={part.href}>
          <InlineContent parts={part.parts} look={look} />
        </a>
      );
  }
}
