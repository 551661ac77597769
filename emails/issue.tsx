import { Fragment, type ReactNode } from "react";
import { light } from "./colours";
import { HouseInLetter } from "./house";
import type { Block, House, Inline } from "./issue-blocks";
import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Heading, Paragraph, SmallHeading, TextLink } from "./parts";
import { sampleSender } from "./samples";
import { type } from "./type";

export type IssueProps = {
  sender: Sender;
  subject: string;
  preview: string;
  blocks: Block[];
  /** null: the figures can't be read. */
  house: House | null;
  /** Why it came, such as "You asked for letters about news." */
  why: string;
  /** The reader's own page: change what comes, pause, leave. */
  preferencesUrl: string;
  /** Leaves at once, with one press. */
  leaveUrl: string;
  /** The same issue for everybody to read. */
  archiveUrl: string;
};

/** One issue of the newsletter. */
export const issue: Letter<IssueProps> = {
  subject: ({ subject }) => subject,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={props.subject}
      preview={props.preview || props.subject}
      why={props.why}
      links={[
        ["Change what you get, pause it, or leave", props.preferencesUrl],
        ["Leave all newsletters with one press", props.leaveUrl],
        ["Read this letter on our site", props.archiveUrl],
      ]}
    >
      <Heading>{props.subject}</Heading>
      {props.blocks.map((block, index) => (
        <Fragment key={index}>{shown(block, props)}</Fragment>
      ))}
    </Layout>
  ),

  get samples() {
    return { "all its blocks": sample, "plain words": { ...sample, blocks: plainBlocks, house: null } };
  },
};

function shown(block: Block, { house, sender }: IssueProps): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <Paragraph>{inline(block.parts)}</Paragraph>;
    case "heading":
      return block.level === 2 ? (
        <SmallHeading>{inline(block.parts)}</SmallHeading>
      ) : (
        <SmallestHeading>{inline(block.parts)}</SmallestHeading>
      );
    case "list":
      return <Items {...block} />;
    case "quote":
      return <Quote paragraphs={block.paragraphs} />;
    case "rule":
      return <hr className="line" style={{ border: 0, borderTop: `1px solid ${light.line}`, margin: "0 0 24px" }} />;
    case "picture":
      return <Picture {...block} />;
    case "button":
      return <ButtonLink href={block.href}>{block.words}</ButtonLink>;
    case "house":
      return house && <HouseInLetter house={house} night={sender.colours.night} lamp={sender.colours.lamp} />;
  }
}

const inline = (parts: readonly Inline[]): ReactNode =>
  parts.map((part, index) => {
    switch (part.kind) {
      case "text":
        return <Fragment key={index}>{part.text}</Fragment>;
      case "break":
        return <br key={index} />;
      case "strong":
        return <strong key={index}>{inline(part.parts)}</strong>;
      case "em":
        return <em key={index}>{inline(part.parts)}</em>;
      case "link":
        return (
          <TextLink key={index} href={part.href}>
            {inline(part.parts)}
          </TextLink>
        );
    }
  });

const SmallestHeading = ({ children }: { children: ReactNode }) => (
  <h3 className="text" style={{ ...type.smallHeading, fontSize: 18 }}>
    {children}
  </h3>
);

const Items = ({ ordered, items }: { ordered: boolean; items: Inline[][] }) => {
  const List = ordered ? "ol" : "ul";
  return (
    <List className="text" style={{ ...type.reading, paddingLeft: 24 }}>
      {items.map((parts, index) => (
        <li key={index} style={{ margin: "0 0 8px" }}>
          {inline(parts)}
        </li>
      ))}
    </List>
  );
};

const Quote = ({ paragraphs }: { paragraphs: Inline[][] }) => (
  <blockquote className="line" style={{ margin: "0 0 24px", paddingLeft: 20, borderLeft: `4px solid ${light.line}` }}>
    {paragraphs.map((parts, index) => (
      <p key={index} className="text" style={{ ...type.reading, margin: "0 0 12px" }}>
        {inline(parts)}
      </p>
    ))}
  </blockquote>
);

const widest = 500;

const Picture = ({ src, alt, wide, tall }: { src: string; alt: string; wide: number; tall: number }) => {
  const shownWide = Math.min(wide, widest);
  return (
    <p style={{ margin: "0 0 24px" }}>
      <img
        className="text"
        src={src}
        alt={alt}
        width={shownWide}
        height={Math.round((tall * shownWide) / wide)}
        style={{
          display: "block",
          width: "100%",
          maxWidth: shownWide,
          height: "auto",
          borderRadius: 8,
          font: type.reading.font,
          color: light.text,
        }}
      />
    </p>
  );
};

const words = (text: string): Inline[] => [{ kind: "text", text }];

const plainBlocks: Block[] = [
  { kind: "paragraph", parts: words("Two rooms were empty in October. Both are homes again.") },
  { kind: "paragraph", parts: words("That is all there is to say this month, and it is a good deal.") },
];

const sample: IssueProps = {
  sender: sampleSender,
  subject: "What a locked door means",
  preview: "One door, one key, and who holds it.",
  blocks: [
    {
      kind: "paragraph",
      parts: [
        ...words("In a safe house the person inside "),
        { kind: "strong", parts: words("holds the key") },
        ...words(". It sounds small. "),
        { kind: "link", href: "https://roomlight.example/sponsor", parts: words("What a room costs") },
        ...words(" is on our site."),
      ],
    },
    {
      kind: "picture",
      src: "https://roomlight.example/newsletter/pictures/example",
      alt: "A brass key on a windowsill, in evening light",
      wide: 1000,
      tall: 600,
    },
    { kind: "heading", level: 2, parts: words("This week’s windows") },
    { kind: "house" },
    { kind: "heading", level: 3, parts: words("What the money does") },
    { kind: "list", ordered: false, items: [words("The rent"), words("The heating"), words("The lock on the door")] },
    { kind: "quote", paragraphs: [words("I slept. I had forgotten how that is.")] },
    { kind: "button", href: "https://roomlight.example/sponsor", words: "See the rooms" },
    { kind: "rule" },
    { kind: "paragraph", parts: [{ kind: "em", parts: words("Names and places in our letters are changed, or left out.") }] },
  ],
  house: {
    windows: [1, 1, 1, 1, 1, 1, 1, 0.35, 0, 0, 0, 0].map((funded, index) => ({ name: `Room ${index + 1}`, funded })),
    sentence: "12 rooms this week: 7 fully lit, 1 part lit, 4 waiting.",
    date: "24 November 2026",
  },
  why: "You get this because you asked for our letters with news.",
  preferencesUrl: "https://roomlight.example/newsletter/preferences/example",
  leaveUrl: "https://resend.example/unsubscribe/example",
  archiveUrl: "https://roomlight.example/newsletter/archive/2026-11-what-a-locked-door-means",
};
