import { lightColours } from "../colours";
import { HouseOfWindows } from "../sponsorship/house-of-windows";
import type { Block, House, Inline } from "./issue-blocks";
import { IssueContent, type IssueLook } from "./issue-content";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading } from "../components";
import { sampleSender } from "../samples";
import { textStyles } from "../text-styles";

export type IssueProps = {
  sender: Sender;
  subject: string;
  preview: string;
  blocks: Block[];
  /** null: the figures can't be read. */
  house: House | null;
  /** Why it came, such as "You asked for issues about news." */
  reason: string;
  /** The reader's own page: change what comes, pause, leave. */
  preferencesUrl: string;
  /** Leaves at once, with one press. */
  unsubscribeUrl: string;
  /** The same issue for everybody to read. */
  pageUrl: string;
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
        ["Change what you get, pause it, or unsubscribe", props.preferencesUrl],
        ["Unsubscribe from all newsletters", props.unsubscribeUrl],
        ["Read this issue on our site", props.pageUrl],
      ]}
    >
      <Heading>{props.subject}</Heading>
      <IssueContent blocks={props.blocks} house={props.house} look={mailLook(props.sender)} />
    </Layout>
  ),

  get samples() {
    return { "all its blocks": sample, "plain words": { ...sample, blocks: plainBlocks, house: null } };
  },
};

const maxImageWidth = 500;

/** The blocks as mail programs show them: styles inline, and classes for what changes in the dark. */
const mailLook = ({ colours }: Sender): IssueLook => ({
  paragraph: (nested) => ({ className: "text", style: nested ? { ...textStyles.body, margin: "0 0 12px" } : textStyles.body }),
  heading: {
    2: { className: "text", style: textStyles.smallHeading },
    3: { className: "text", style: { ...textStyles.smallHeading, fontSize: 18 } },
  },
  list: ({ start, items }, nested) => ({
    className: "text",
    style: {
      ...textStyles.body,
      // Numbers hang to the left of their words, and need more room the longer they are.
      paddingLeft: start === null ? 24 : 14 + 10 * String(start + items.length - 1).length,
      ...(nested && { margin: "8px 0 12px" }),
    },
  }),
  item: { style: { margin: "0 0 8px" } },
  quote: { className: "line", style: { margin: "0 0 24px", paddingLeft: 20, borderLeft: `4px solid ${lightColours.line}` } },
  rule: { className: "line", style: { border: 0, borderTop: `1px solid ${lightColours.line}`, margin: "0 0 24px" } },
  code: { style: { fontFamily: "Consolas,'Liberation Mono',monospace" } },
  link: { className: "link", style: { color: lightColours.link } },
  picture: (picture) => {
    const width = Math.min(picture.width, maxImageWidth);
    return {
      className: "text picture",
      src: picture.src,
      width,
      height: Math.round((picture.height * width) / picture.width),
      style: {
        display: "block",
        width: "100%",
        maxWidth: width,
        height: "auto",
        borderRadius: 8,
        font: textStyles.body.font,
        color: lightColours.text,
      },
    };
  },
  Button: ButtonLink,
  house: (house) => <HouseOfWindows house={house} night={colours.night} lamp={colours.lamp} />,
});

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
      width: 1000,
      height: 600,
    },
    { kind: "heading", level: 2, parts: text("This week’s windows") },
    { kind: "house" },
    { kind: "heading", level: 3, parts: text("What the money does") },
    {
      kind: "list",
      start: null,
      tight: true,
      items: ["The rent", "The heating", "The lock on the door"].map((words) => [{ kind: "paragraph", parts: text(words) }]),
    },
    { kind: "quote", blocks: [{ kind: "paragraph", parts: text("I slept. I had forgotten how that is.") }] },
    { kind: "button", href: "https://roomlight.example/sponsor", label: "See the rooms" },
    { kind: "rule" },
    { kind: "paragraph", parts: [{ kind: "em", parts: text("Names and places in our newsletter are changed, or left out.") }] },
  ],
  house: {
    windows: [1, 1, 1, 1, 1, 1, 1, 0.35, 0, 0, 0, 0].map((funded, index) => ({ name: `Room ${index + 1}`, funded })),
    sentence: "12 rooms this week: 7 fully lit, 1 part lit, 4 waiting.",
    date: "24 November 2026",
  },
  reason: "You get this because you asked for our newsletter with news.",
  preferencesUrl: "https://roomlight.example/newsletter/preferences/example",
  unsubscribeUrl: "https://resend.example/unsubscribe/example",
  pageUrl: "https://roomlight.example/news/2026-11-what-a-locked-door-means",
};
