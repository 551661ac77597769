import { buttonRow } from "~/desk/ui/looks";
import { Button } from "~/platform/ui/button";

const tools = [
  ["heading", "Heading"],
  ["bold", "Bold"],
  ["italic", "Italic"],
  ["link", "Link"],
  ["picture", "Picture"],
  ["bullets", "List"],
  ["numbers", "Numbered list"],
] as const;

/** Buttons that write Markdown into the textarea below; they show where scripts run. */
export function WritingTools() {
  return (
    <div data-writing-tools="" className="stack" hidden>
      <div role="group" aria-label="Write into the text" className={buttonRow}>
        {tools.map(([tool, label]) => (
          <Button key={tool} type="button" data-tool={tool}>
            {label}
          </Button>
        ))}
      </div>
      <p className="hint">
        By keyboard: Ctrl or ⌘ with B for bold, I for italic, K for a link. Pictures come from{" "}
        <a href="/desk/newsletter/pictures" target="_blank" rel="noreferrer">
          Pictures<span className="sr-only"> (a new window)</span>
        </a>
        . What you paste out of Word or Google Docs keeps its headings, lists, links, bold and italic.
      </p>
      <p className="hint" role="status" data-writing-status="" />
    </div>
  );
}
