import type { ReactNode } from "react";

/** A word or two about what it stands beside. `className`: its colours, where they say something. */
export function Tag({ className = "border-edge bg-wash", children }: { className?: string; children: ReactNode }) {
  return (
    <span className={`inline-block rounded-sm border px-2 py-[0.05rem] font-sans text-sm/[1.5] font-bold ${className}`}>{children}</span>
  );
}
