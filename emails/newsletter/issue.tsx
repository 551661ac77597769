import { Fragment, type ReactNode } from "react";
import { lightColours } from "../colours";
import { HouseOfWindows } from "../sponsorship/house-of-windows";
import type { Block, House, Inline } from "./issue-blocks";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SmallHeading, TextLink } from "../components";
import { sampleSender } from "../samples";
import { textStyles } from "../text-styles";

export type IssueProps = {
  sender: Sender;
  subject: string;
  preview: string;
  blocks: Block[];
  /** null: the figures can't be read. */
  house: House | null;
  /** Why it came, such as "You asked for letters about news." */
  reason: string;
  /** The reader's own page: change what comes, pause, leave. */
  preferencesUrl: string;
  /** Leaves at once, with one press. */
  unsubscribeUrl: string;
  /** The same issue for everybody to read. */
  archiveUrl: string;
};

/** One issue of the newsletter. */
export const issue: EmailTemplate<IssueProps> = {
  subject: ({ subject }) => subject,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={props.subject}
      preview={props.preview || props.subject}
      reason={props.reason}
      links={[
        ["Change what you get, pause it, or leave", props.preferencesUrl],
        ["Leave all newsletters with one press", props.unsubscribeUrl],
        ["Read this letter on our site", props.archiveUrl],
      ]}
    >
      <Heading>{props.subject}</Heading>
      {props.blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block, props)}</Fragment>
      ))}
    </Layout>
  ),

  get samples() {
    return { "all its blocks": sample, "plain words": { ...sample, blocks: plainBlocks, house: null } };
  },
};

function renderBlock(block: Block, { house, sender }: IssueProps): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <Paragraph>{renderInline(block.parts)}</Paragraph>;
    case "heading":
      return block.level === 2 ? (
        <SmallHeading>{renderInline(block.parts)}</SmallHeading>
      ) : (
        <SmallestHeading>{renderInline(block.parts)}</SmallestHeading>
      );
    case "list":
      return <ListBlock {...block} />;
    case "quote":
      return <Quote paragraphs={block.paragraphs} />;
    case "rule":
      return <hr className="line" style={{ border: 0, borderTop: `1px solid ${lightColours.line}`, margin: "0 0 24px" }} />;
    case "picture":
      return <ImageBlock {...block} />;
    case "button":
      return <ButtonLink href={block.href}>{block.label}</ButtonLink>;
    case "house":
      return house && <HouseOfWindows house={house} night={sender.colours.night} lamp={sender.colours.lamp} />;
  }
}

const renderInline = (parts: readonly Inline[]): ReactNode =>
  parts.map((part, index) => {
    switch (part.kind) {
      case "text":
        return <Fragment key={index}>{part.text}</Fragment>;
      case "break":
        return <br key={index} />;
      case "strong":
        return <strong key={index}>{renderInline(part.parts)}</strong>;
      case "em":
        return <em key={index}>{renderInline(part.parts)}</em>;
      case "link":
        return (
          <TextLink key={index} href={part.href}>
            {renderInline(part.parts)}
          </TextLink>
        );
    }
  });

const SmallestHeading = ({ children }: { children: ReactNode }) => (
  <h3 className="text" style={{ ...textStyles.smallHeading, fontSize: 18 }}>
    {children}
  </h3>
);

const ListBlock = ({ ordered, items }: { ordered: boolean; items: Inline[][] }) => {
  const List = ordered ? "ol" : "ul";
  return (
    <List className="text" style={{ ...textStyles.body, paddingLeft: 24 }}>
      {items.map((parts, index) => (
        <li key={index} style={{ margin: "0 0 8px" }}>
          {renderInline(parts)}
        </li>
      ))}
    </List>
  );
};

const Quote = ({ paragraphs }: { paragraphs: Inline[][] }) => (
  <blockquote className="line" style={{ margin: "0 0 24px", paddingLeft: 20, borderLeft: `4px solid ${lightColours.line}` }}>
    {paragraphs.map((parts, index) => (
      <p key={index} className="text" style={{ ...textStyles.body, margin: "0 0 12px" }}>
        {renderInline(parts)}
      </p>
    ))}
  </blockquote>
);

const maxImageWidth = 500;

const ImageBlock = ({ src, alt, wide, tall }: { src: string; alt: string; wide: number; tall: number }) => {
  const displayWidth = Math.min(wide, maxImageWidth);
  return (
    <p style={{ margin: "0 0 24px" }}>
      <img
        className="text"
        src={src}
        alt={alt}
        width={displayWidth}
        height={Math.round((tall * displayWidth) / wide)}
        style={{
          display: "block",
          width: "100%",
          maxWidth: displayWidth,
          height: "auto",
          borderRadius: 8,
          font: textStyles.body.font,
          color: lightColours.text,
        }}
      />
    </p>
  );
};

const text = (content: string): Inline[] => [{ kind: "text", text: content }];

const plainBlocks: Block[] = [
  { kind: "paragraph", parts: text("Two rooms were empty in October. Both are homes again.") },
  { kind: "paragraph", parts: text("That is all there is to say this month, and it is a good deal.") },
];

const sample: IssueProps = {
  sender: sampleSender,
  subject: "What a locked door means",
  preview: "One door, one key, and who holds it.",
  blocks: [
    {
      kind: "paragraph",
      parts: [
        ...text("In a safe house the person inside "),
        { kind: "strong", parts: text("holds the key") },
        ...text(". It sounds small. "),
        { kind: "link", href: "https://roomlight.example/sponsor", parts: text("What a room costs") },
        ...text(" is on our site."),
      ],
    },
    {
      kind: "picture",
      src: "https://roomlight.example/newsletter/pictures/example",
      alt: "A brass key on a windowsill, in evening light",
      wide: 1000,
      tall: 600,
    },
    { kind: "heading", level: 2, parts: text("This week’s windows") },
    { kind: "house" },
    { kind: "heading", level: 3, parts: text("What the money does") },
    { kind: "list", ordered: false, items: [text("The rent"), text("The heating"), text("The lock on the door")] },
    { kind: "quote", paragraphs: [text("I slept. I had forgotten how that is.")] },
    { kind: "button", href: "https://roomlight.example/sponsor", label: "See the rooms" },
    { kind: "rule" },
    { kind: "paragraph", parts: [{ kind: "em", parts: text("Names and places in our letters are changed, or left out.") }] },
  ],
  house: {
    windows: [1, 1, 1, 1, 1, 1, 1, 0.35, 0, 0, 0, 0].map((funded, index) => ({ name: `Room ${index + 1}`, funded })),
    sentence: "12 rooms this week: 7 fully lit, 1 part lit, 4 waiting.",
    date: "24 November 2026",
  },
  reason: "You get this because you asked for our letters with news.",
  preferencesUrl: "https://roomlight.example/newsletter/preferences/example",
  unsubscribeUrl: "https://resend.example/unsubscribe/example",
  archiveUrl: "https://roomlight.example/newsletter/archive/2026-11-what-a-locked-door-means",
};
