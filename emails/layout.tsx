import type { ReactNode } from "react";
import { darkColours, lightColours, textColourOn } from "./colours";
import type { Sender } from "./email-template";
import { textStyles } from "./text-styles";
import { WeekOfWindows } from "./sponsorship/week-of-windows";

const table = {
  role: "presentation",
  width: "100%",
  cellPadding: 0,
  cellSpacing: 0,
  border: 0,
} as const;

/** What changes in the dark. Mail programs that drop these rules show the light email whole. */
const darkModeCss = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: ${darkColours.background} !important; }
  .sheet { background-color: ${darkColours.card} !important; border-color: ${darkColours.line} !important; }
  .text { color: ${darkColours.text} !important; }
  .quiet { color: ${darkColours.muted} !important; }
  .link { color: ${darkColours.link} !important; }
  .line { border-color: ${darkColours.line} !important; }
  .button { background-color: ${darkColours.button} !important; color: ${darkColours.onButton} !important; }
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
  banner?: string;
  /** Why this email came, in the foot. */
  reason: string;
  /** What the reader may do about emails like this one, in the foot: words and whole addresses. */
  links?: [words: string, href: string][];
  children: ReactNode;
};

/** The paper of every email: the charity's name above, the sheet, and below it who writes and why. */
export const Layout = ({ sender, title, preview, nightsLit, banner, reason, links = [], children }: LayoutProps) => {
  const { night, lamp } = sender.colours;
  const words = textColourOn(night);
  return (
    <html lang="en-GB" dir="ltr">
      <head>
        <meta httpEquiv="Content-Type" content="text/html; charset=UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: darkModeCss }} />
      </head>
      <body className="paper" style={{ margin: 0, padding: 0, backgroundColor: lightColours.background }}>
        <div data-skip-in-text="true" style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
          {preview}
        </div>
        <table {...table} className="paper" style={{ backgroundColor: lightColours.background }}>
          <tbody>
            <tr>
              <td align="center" style={{ padding: "24px 12px" }}>
                <table
                  {...table}
                  className="sheet"
                  style={{
                    maxWidth: 580,
                    backgroundColor: lightColours.card,
                    border: `1px solid ${lightColours.line}`,
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
                        <p style={{ ...textStyles.brand, color: words }}>{sender.name}</p>
                        {nightsLit === undefined ? null : <WeekOfWindows lit={nightsLit} lamp={lamp} night={night} frame={words} />}
                        {banner ? <p style={{ ...textStyles.banner, color: words }}>{banner}</p> : null}
                      </td>
                    </tr>
                    <tr>
                      <td className="pad" align="left" style={{ padding: "36px 40px 12px", overflowWrap: "anywhere" }}>
                        {children}
                      </td>
                    </tr>
                  </tbody>
                </table>
                <Footer sender={sender} reason={reason} links={links} />
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
};

const Footer = ({ sender, reason, links }: Pick<Required<LayoutProps>, "sender" | "reason" | "links">) => (
  <table {...table} style={{ maxWidth: 580 }}>
    <tbody>
      <tr>
        <td className="pad" align="left" style={{ padding: "24px 40px", overflowWrap: "anywhere" }}>
          <p className="quiet" style={{ ...textStyles.muted, margin: "0 0 12px" }}>
            {reason} It carries no tracking.
          </p>
          {links.map(([words, href]) => (
            <p key={words} className="quiet" style={{ ...textStyles.muted, margin: "0 0 12px" }}>
              <a className="link" href={href} style={{ color: lightColours.link }}>
                {words}
              </a>
            </p>
          ))}
          <p className="quiet" style={{ ...textStyles.muted, margin: "0 0 12px" }}>
            {sender.legalName}. {sender.registration ?? "Not a registered charity: a real charity’s name, number and address appear here"}.{" "}
            {sender.postalAddress.join(", ")}.
          </p>
          <p className="quiet" style={{ ...textStyles.muted, margin: 0 }}>
            <a className="link" href={sender.privacyUrl} style={{ color: lightColours.link }}>
              How we handle your details
            </a>
          </p>
        </td>
      </tr>
    </tbody>
  </table>
);
