import type { Contrast } from "../contrasts";
import { endCell } from "~/platform/ui/looks";

/** Each pair of colours as it looks, with how clearly it is seen: drawn, since style attributes are refused. */
export function ColourTable({ title, contrasts }: { title: string; contrasts: Contrast[] }) {
  return (
    <>
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Colours</th>
            <th scope="col">As it looks</th>
            <th scope="col" className={endCell}>
              Contrast
            </th>
          </tr>
        </thead>
        <tbody>
          {contrasts.map(({ words, ground, colour, background, ratio, least }) => (
            <tr key={words + ground}>
              <th scope="row">
                {words} on {ground}
                <span className="hint block">
                  {colour} on {background}
                </span>
              </th>
              <td>
                <svg className="block h-11 w-24 max-w-full sm:w-36" viewBox="0 0 144 44" aria-hidden="true" focusable="false">
                  <rect width="144" height="44" rx="4" fill={background} />
                  {least >= 4.5 ? (
                    <text x="12" y="29" fontSize="19" fill={colour}>
                      A safe room
                    </text>
                  ) : (
                    <rect x="12" y="8" width="120" height="28" rx="4" fill="none" stroke={colour} strokeWidth="2" />
                  )}
                </svg>
              </td>
              <td className={endCell}>
                {ratio.toFixed(1)}
                <span className="hint block">of {least}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
