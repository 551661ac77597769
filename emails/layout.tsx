import type { ReactNode } from "react";
import { dark, light, wordsOn } from "./colours";
import type { Sender } from "./letter";
import { type } from "./type";
import { Windows } from "./windows";

const table = {
  role: "presentation",
  width: "100%",
  cellPadding: 0,
  cellSpacing: 0,
  border: 0,
} as const;

/** What changes in the dark. Mail programs that drop these rules show the light letter whole. */
const rules = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: ${dark.paper} !important; }
  .sheet { background-color: ${dark.sheet} !important; border-color: ${dark.line} !important; }
  .text { color: ${dark.text} !important; }
  .quiet { color: ${dark.muted} !important; }
  .link { color: ${dark.link} !important; }
  .line { border-color: ${dark.line} !important; }
  .button { background-color: ${dark.button} !important; color: ${dark.onButton} !important; }
}
@media (max-width: 480px) { .pad { padding: 24px 20px !important; } }
`;

type LayoutProps = {
  sender: Sender;
  title: string;
  /** The line that inboxes show beside the subject. */
  preview: string;
  /** How many of the seven windows are lit; absent: no windows. */
  nightsLit?: number;
  /** A sentence in the band at the top. */
  band?: string;
  /** Why this letter came, in the foot. */
  why: string;
  /** What the reader may do about letters like this one, in the foot: words and whole addresses. */
  links?: [words: string, href: string][];
  children: ReactNode;
};

/** The paper of every letter: the charity's name above, the sheet, and below it who writes and why. */
export const Layout = ({ sender, title, preview, nightsLit, band, why, links = [], children }: LayoutProps) => {
  const { night, lamp } = sender.colours;
  const words = wordsOn(night);
  return (
    <html lang="en-GB" dir="ltr">
      <head>
        <meta httpEquiv="Content-Type" content="text/html; charset=UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: rules }} />
      </head>
      <body className="paper" style={{ margin: 0, padding: 0, backgroundColor: light.paper }}>
        <div data-skip-in-text="true" style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
          {preview}
        </div>
        <table {...table} className="paper" style={{ backgroundColor: light.paper }}>
          <tbody>
            <tr>
              <td align="center" style={{ padding: "24px 12px" }}>
                <table
                  {...table}
                  className="sheet"
                  style={{
                    maxWidth: 580,
                    backgroundColor: light.sheet,
                    border: `1px solid ${light.line}`,
                    borderRadius: 8,
                    overflow: "hidden",
                  }}
                >
                  <tbody>
                    <tr>
                      <td
                        className="pad"
                        align="left"
                        style={{
                          backgroundColor: night,
                          padding: "28px 40px",
                          overflowWrap: "anywhere",
                        }}
                      >
                        <p style={{ ...type.name, color: words }}>{sender.name}</p>
                        {nightsLit === undefined ? null : <Windows lit={nightsLit} lamp={lamp} night={night} frame={words} />}
                        {band ? <p style={{ ...type.band, color: words }}>{band}</p> : null}
                      </td>
                    </tr>
                    <tr>
                      <td className="pad" align="left" style={{ padding: "36px 40px 12px", overflowWrap: "anywhere" }}>
                        {children}
                      </td>
                    </tr>
                  </tbody>
                </table>
                <Foot sender={sender} why={why} links={links} />
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
};

const Foot = ({ sender, why, links }: Pick<Required<LayoutProps>, "sender" | "why" | "links">) => (
  <table {...table} style={{ maxWidth: 580 }}>
    <tbody>
      <tr>
        <td className="pad" align="left" style={{ padding: "24px 40px", overflowWrap: "anywhere" }}>
          <p className="quiet" style={{ ...type.quiet, margin: "0 0 12px" }}>
            {why} It carries no tracking.
          </p>
          {links.map(([words, href]) => (
            <p key={words} className="quiet" style={{ ...type.quiet, margin: "0 0 12px" }}>
              <a className="link" href={href} style={{ color: light.link }}>
                {words}
              </a>
            </p>
          ))}
          <p className="quiet" style={{ ...type.quiet, margin: "0 0 12px" }}>
            {sender.legalName}. {sender.registration ?? "Not a registered charity: a real charity’s name, number and address appear here"}.{" "}
            {sender.address.join(", ")}.
          </p>
          <p className="quiet" style={{ ...type.quiet, margin: 0 }}>
            <a className="link" href={sender.privacyUrl} style={{ color: light.link }}>
              How we handle your details
            </a>
          </p>
        </td>
      </tr>
    </tbody>
  </table>
);
