/** The first link of a page, seen once it has the focus. `children`: what it jumps to, in words. */
export function SkipLink({ to, children }: { to: string; children: string }) {
  return (
    <a className="absolute start-4 -top-32 z-9 bg-surface px-4 py-3 focus:top-4 print:hidden" href={to}>
      {children}
    </a>
  );
}
