import type { ReactNode } from "react";
import { lightColours } from "./colours";
import { textStyles } from "./text-styles";

export const Heading = ({ children }: { children: ReactNode }) => (
  <h1 className="text" style={textStyles.heading}>
    {children}
  </h1>
);

export const SmallHeading = ({ children }: { children: ReactNode }) => (
  <h2 className="text" style={textStyles.smallHeading}>
    {children}
  </h2>
);

export const Paragraph = ({ children }: { children: ReactNode }) => (
  <p className="text" style={textStyles.body}>
    {children}
  </p>
);

/** Smaller words, for what is needed but not first. */
export const SmallPrint = ({ children }: { children: ReactNode }) => (
  <p className="quiet" style={textStyles.muted}>
    {children}
  </p>
);

/** A link within words. `href` is a whole address. */
export const TextLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className="link" href={href} style={{ color: lightColours.link }}>
    {children}
  </a>
);

/** The one thing to do next. `href` is a whole address. */
export const ButtonLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <p style={{ ...textStyles.body, margin: "0 0 28px" }}>
    <a
      className="button"
      href={href}
      style={{
        display: "inline-block",
        padding: "13px 24px",
        borderRadius: 8,
        backgroundColor: lightColours.button,
        color: lightColours.onButton,
        fontWeight: 700,
        textDecoration: "none",
      }}
    >
      {children}
    </a>
  </p>
);

export const BulletList = ({ items }: { items: string[] }) => (
  <ul className="quiet" style={{ ...textStyles.muted, paddingLeft: 20 }}>
    {items.map((item) => (
      <li key={item} style={{ margin: "0 0 8px" }}>
        {item}
      </li>
    ))}
  </ul>
);

const cellStyle = {
  font: textStyles.body.font,
  color: lightColours.text,
  borderTop: `1px solid ${lightColours.line}`,
  borderBottom: `1px solid ${lightColours.line}`,
  verticalAlign: "top",
} as const;

/** Names and what they stand for, one line each. Rows whose value is null are left out. */
export const SummaryTable = ({ rows }: { rows: [name: string, value: string | null][] }) => (
  <table
    className="facts"
    width="100%"
    cellPadding={0}
    cellSpacing={0}
    border={0}
    style={{ margin: "0 0 24px", borderCollapse: "collapse" }}
  >
    <tbody>
      {rows
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <tr className="fact" key={name}>
            <th
              scope="row"
              align="left"
              className="fact text line"
              style={{ ...cellStyle, padding: "12px 12px 12px 0", fontWeight: 400, overflowWrap: "normal" }}
            >
              {name}
            </th>
            <td align="right" className="fact text line" style={{ ...cellStyle, padding: "12px 0", fontWeight: 700 }}>
              <bdi>{value}</bdi>
            </td>
          </tr>
        ))}
    </tbody>
  </table>
);

/** Under the button of an email about a plan: the link that needs no signing in. */
export const PlanLinkNote = ({ planUrl }: { planUrl: string }) => (
  <SmallPrint>
    To pause or cancel it without signing in, use <TextLink href={planUrl}>this link, which is for this sponsorship only</TextLink>. Whoever
    has it can use it, so please don’t forward this email.
  </SmallPrint>
);

/** The same, where the email asks for something else first. */
export const PauseOrStopNote = ({ planUrl }: { planUrl: string }) => (
  <SmallPrint>
    You can also <TextLink href={planUrl}>pause or cancel this sponsorship</TextLink> without signing in. Please don’t forward this email.
  </SmallPrint>
);

/** How every email ends. */
export const SignOff = ({ name }: { name: string }) => (
  <Paragraph>
    Thank you,
    <br />
    {name}
  </Paragraph>
);
