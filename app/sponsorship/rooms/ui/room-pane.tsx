import { windowSize } from "../house-geometry";
import { litHeight } from "./building";

/** One window beside a choice: its blind is up as far as the room's week is paid for. The words beside it say the same. */
export function RoomPane({ funded }: { funded: number }) {
  const lit = litHeight(funded);
  return (
    <svg className="h-[58px] w-12 flex-none" viewBox="-8 -5 50 61" aria-hidden="true" focusable="false">
      <rect className="fill-edge" x="-4" y="-4" width={windowSize.width + 8} height={windowSize.height + 8} rx="3" />
      <rect fill="#2b3869" width={windowSize.width} height={windowSize.height} />
      {lit > 0 && <rect className="fill-lamp" y={Number((windowSize.height - lit).toFixed(1))} width={windowSize.width} height={lit} />}
      <path className="stroke-surface" strokeWidth="3" d="M17 0V46M0 20H34" />
      <path className="fill-edge" d="M-8 50H42V55H-8Z" />
    </svg>
  );
}
