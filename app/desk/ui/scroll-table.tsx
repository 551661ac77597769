import type { ReactNode } from "react";

/** A table that is wider than a phone: it scrolls by itself, by keyboard too. `label`: what it holds. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard: WCAG 2.1.1
    <div className="scroll-table relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
