import { Fragment } from "react";

const cell = { fontSize: 0, lineHeight: 0 } as const;
const nights = [1, 2, 3, 4, 5, 6, 7];

/** An unlit pane: a little lighter than the night, so that it is seen to be a window. */
const unlitColour = (night: string): string =>
  `#${[1, 3, 5]
    .map((start) =>
      Math.min(255, Number.parseInt(night.slice(start, start + 2), 16) + 26)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** The seven nights of a week as windows, the lit ones first. A sentence beside it says the same. */
export const WeekOfWindows = ({ lit, lamp, night, frame }: { lit: number; lamp: string; night: string; frame: string }) => (
  <table
    role="presentation"
    cellPadding={0}
    cellSpacing={0}
    border={0}
    data-skip-in-text="true"
    aria-hidden="true"
    style={{ marginTop: 20 }}
  >
    <tbody>
      <tr>
        {nights.map((number) => {
          const pane = number <= lit ? lamp : unlitColour(night);
          return (
            <Fragment key={number}>
              {number === 1 ? null : (
                <td width={7} style={{ ...cell, width: 7 }}>
                  &nbsp;
                </td>
              )}
              <td
                width={20}
                height={27}
                style={{
                  ...cell,
                  width: 20,
                  height: 27,
                  backgroundColor: pane,
                  border: `3px solid ${frame}`,
                }}
              >
                &nbsp;
              </td>
            </Fragment>
          );
        })}
      </tr>
    </tbody>
  </table>
);
