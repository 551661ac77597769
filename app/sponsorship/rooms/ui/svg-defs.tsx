import { windowSize } from "../house-geometry";

/** What the picture uses again and again: the light, its halo, a dark window, its bars, a tree. */
export function SvgDefs() {
  return (
    <defs>
      <linearGradient id="hw-a" gradientUnits="userSpaceOnUse" x2="0" y1="0" y2={windowSize.height}>
        <stop className="[stop-color:color-mix(in_srgb,var(--color-lamp)_50%,white)]" />
        <stop className="[stop-color:var(--color-lamp)]" offset="1" />
      </linearGradient>
      <radialGradient id="hw-r">
        <stop className="[stop-color:var(--color-lamp)]" stopOpacity=".5" />
        <stop className="[stop-color:var(--color-lamp)]" offset="1" stopOpacity="0" />
      </radialGradient>
      <linearGradient id="hw-p" x2="0" y2="1">
        <stop stopColor="#f6e7c0" stopOpacity=".3" />
        <stop offset="1" stopColor="#f6e7c0" stopOpacity="0" />
      </linearGradient>
      <circle id="hw-g" cx={windowSize.width / 2} cy={windowSize.height / 2} r="46" fill="url(#hw-r)" />
      <g id="hw-w">
        <rect x="-4" y="-4" width={windowSize.width + 8} height={windowSize.height + 8} rx="3" fill="#e9e4d4" />
        <rect width={windowSize.width} height={windowSize.height} fill="#2b3869" />
        <path d="M0 8H34M0 16H34M0 24H34M0 32H34M0 40H34" stroke="#232f5a" strokeWidth="1.5" />
      </g>
      <g id="hw-m">
        <path d="M17 0V46M0 20H34" stroke="#e9e4d4" strokeWidth="3" />
        <path d="M-8 50H42V55H-8Z" fill="#f6f1e2" />
      </g>
      <g id="hw-t">
        <path d="M-3 0V-40H3V0Z" fill="#0a1126" />
        <ellipse cy="-62" rx="27" ry="36" fill="#101b38" />
      </g>
    </defs>
  );
}
