import type { ReactNode } from "react";
import { light } from "./colours";
import { type } from "./type";

export const Heading = ({ children }: { children: ReactNode }) => (
  <h1 className="text" style={type.heading}>
    {children}
  </h1>
);

export const SmallHeading = ({ children }: { children: ReactNode }) => (
  <h2 className="text" style={type.smallHeading}>
    {children}
  </h2>
);

export const Paragraph = ({ children }: { children: ReactNode }) => (
  <p className="text" style={type.reading}>
    {children}
  </p>
);

/** Smaller words, for what is needed but not first. */
export const Quiet = ({ children }: { children: ReactNode }) => (
  <p className="quiet" style={type.quiet}>
    {children}
  </p>
);

/** A link within words. `href` is a whole address. */
export const TextLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className="link" href={href} style={{ color: light.link }}>
    {children}
  </a>
);

/** The one thing to do next. `href` is a whole address. */
export const ButtonLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <p style={{ ...type.reading, margin: "0 0 28px" }}>
    <a
      className="button"
      href={href}
      style={{
        display: "inline-block",
        padding: "13px 24px",
        borderRadius: 8,
        backgroundColor: light.button,
        color: light.onButton,
        fontWeight: 700,
        textDecoration: "none",
      }}
    >
      {children}
    </a>
  </p>
);

export const List = ({ items }: { items: string[] }) => (
  <ul className="quiet" style={{ ...type.quiet, paddingLeft: 20 }}>
    {items.map((item) => (
      <li key={item} style={{ margin: "0 0 8px" }}>
        {item}
      </li>
    ))}
  </ul>
);

const fact = {
  font: type.reading.font,
  color: light.text,
  borderTop: `1px solid ${light.line}`,
  borderBottom: `1px solid ${light.line}`,
  verticalAlign: "top",
} as const;

/** Names and what they stand for, one line each. Rows whose value is null are left out. */
export const Facts = ({ rows }: { rows: [name: string, value: string | null][] }) => (
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
              style={{ ...fact, padding: "12px 12px 12px 0", fontWeight: 400, overflowWrap: "normal" }}
            >
              {name}
            </th>
            <td align="right" className="fact text line" style={{ ...fact, padding: "12px 0", fontWeight: 700 }}>
              <bdi>{value}</bdi>
            </td>
          </tr>
        ))}
    </tbody>
  </table>
);

/** How letters end. */
export const Close = ({ words = "Yours sincerely", name }: { words?: string; name: string }) => (
  <Paragraph>
    {words},
    <br />
    everyone at {name}
  </Paragraph>
);
