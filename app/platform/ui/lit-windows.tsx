const [windowHeight, step] = [46, 58];

/** Windows at dusk, each lit from 0 to 1 from below. The words beside them say the same. */
export const LitWindows = ({ lit }: { lit: readonly number[] }) => (
  <div className="dusk rounded-md pt-6">
    <svg
      className={`mx-auto block w-full ${lit.length === 1 ? "max-w-36" : "max-w-md"}`}
      viewBox={`0 0 ${lit.length * step} 80`}
      aria-hidden="true"
      focusable="false"
    >
      {lit
        .map((share, index) => ({ share, x: index * step + 12 }))
        .map(({ share, x }) => (
          <g key={x} transform={`translate(${x} 6)`}>
            <rect x="-4" y="-4" width="42" height="54" rx="3" fill="#e9e4d4" />
            <rect width="34" height={windowHeight} fill="#2b3869" />
            <rect
              className="fill-lamp"
              y={roundToTenth((1 - share) * windowHeight)}
              width="34"
              height={roundToTenth(share * windowHeight)}
            />
            <path d="M17 0V46M0 20H34" stroke="#e9e4d4" strokeWidth="3" />
            <path d="M-8 50H42V55H-8Z" fill="#f6f1e2" />
          </g>
        ))}
    </svg>
  </div>
);

const roundToTenth = (value: number): number => Math.round(value * 10) / 10;
