import type { ContactRow } from "../contacts/contact-row";
import type { Language } from "../page";
import type { OldNumber, ScreenBlock } from "../screen";
import type { Messages } from "../messages";
import { Card } from "./card";

/** The stretches of a page, one after the other. */
export function Blocks({ blocks, messages, lang }: { blocks: ScreenBlock[]; messages: Messages; lang: Language }) {
  return blocks.map((block, index) => {
    if (block.kind === "text") return <Html key={index} html={block.html} />;
    if (block.kind === "contacts") return <ContactRows key={index} rows={block.rows} lang={lang} />;
    if (block.kind === "card") return <Card key={index} front={block.front} back={block.back} messages={messages} />;
    return <OldNumbers key={index} rows={block.rows} />;
  });
}

/** HTML made from the site's own Markdown, in which raw HTML is shown as text. */
const Html = ({ html }: { html: string }) => <div className="stack" dangerouslySetInnerHTML={{ __html: html }} />;

const call = [
  "block rounded-md border-2 border-edge bg-surface px-5 py-[1.1rem] text-text no-underline hover:border-(--color-solid) hover:bg-wash *:block",
  "print:break-inside-avoid print:border print:px-[0.6rem] print:py-[0.3rem]",
].join(" ");
const link = "w-fit font-bold text-link underline underline-offset-[0.15em] tabular-nums";
const number = "text-[clamp(1.5rem,8vw,2.125rem)]/[1.3] whitespace-nowrap print:text-[14pt]";
const fact = "text-[1.0625rem]/normal text-muted print:text-[10pt]";

/** Numbers to call, each a link as large as its row. */
export function ContactRows({ rows, lang }: { rows: ContactRow[]; lang: Language }) {
  return (
    <ul className="grid list-none gap-3 p-0 *:m-0">
      {rows.map(({ id, name, shown, href, isWebsite, facts, warning, nameInEnglish, inEnglish }) => {
        const langIfEnglish = inEnglish && lang !== "en-GB" ? "en-GB" : undefined;
        return (
          <li key={id}>
            <a className={call} href={href} rel={isWebsite ? "noreferrer" : undefined} lang={langIfEnglish}>
              <span className="font-bold" lang={nameInEnglish && lang !== "en-GB" ? "en-GB" : undefined}>
                {name}
              </span>
              <span className={`${link} ${isWebsite ? "text-[1.25rem]/[1.3]" : number}`} dir="ltr">
                {shown}
              </span>
              <span className={fact}>{facts}</span>
              {warning && (
                <span className={fact} lang={lang === "en-GB" ? undefined : "en-GB"}>
                  {warning}
                </span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- on a narrow screen the table is shown as a list, which takes its roles from it */
/** Numbers that are no longer given. They are words, never links. */
function OldNumbers({ rows }: { rows: OldNumber[] }) {
  return (
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Old number
          </th>
          <th scope="col" role="columnheader">
            What happened
          </th>
          <th scope="col" role="columnheader">
            Use this now
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ name, numbers, note, replacement }) => (
          <tr key={name} role="row">
            <th scope="row" role="rowheader">
              {name}: {numbers.join(" and ")}
            </th>
            <td role="cell" data-head="What happened">
              {note}
            </td>
            <td role="cell" data-head="Use this now">
              {replacement.name}{" "}
              <a className="tel" href={replacement.href}>
                {replacement.shown}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
