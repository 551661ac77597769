import type { House } from "../newsletter/issue-blocks";
import { SmallPrint, Paragraph } from "../components";

const windowsPerRow = 6;
const frame = "#f6f1e2";
const windowHeight = 34;

/** So much of a window's height is lit. Only nothing is nothing, and only a whole week is the whole window. */
const getLitHeight = (funded: number): number =>
  funded <= 0 ? 0 : funded >= 1 ? windowHeight : Math.min(windowHeight - 3, Math.max(3, Math.round(funded * windowHeight)));

const toRows = <Each,>(all: readonly Each[]): Each[][] =>
  Array.from({ length: Math.ceil(all.length / windowsPerRow) }, (_, row) => all.slice(row * windowsPerRow, (row + 1) * windowsPerRow));

/**
 * The house of windows as mail programs can show it: a table with a window for each room, lit from below as far as its
 * week is paid for. The sentence beneath says the same, and is all that the text part has.
 */
export const HouseOfWindows = ({ house, night, lamp }: { house: House; night: string; lamp: string }) => (
  <>
    <table
      role="presentation"
      aria-hidden="true"
      data-skip-in-text="true"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      border={0}
      style={{ margin: "0 0 12px", backgroundColor: night, borderRadius: 8 }}
    >
      <tbody>
        <tr>
          <td align="center" style={{ padding: "22px 12px 8px" }}>
            {toRows(house.windows).map((row, index) => (
              <table key={index} role="presentation" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 auto 14px" }}>
                <tbody>
                  <tr>
                    {row.map(({ name, funded }) => (
                      <td key={name} style={{ padding: "0 8px" }}>
                        <Pane lit={getLitHeight(funded)} lamp={lamp} />
                      </td>
                    ))}
                  </tr>
                </tbody>
              </table>
            ))}
          </td>
        </tr>
      </tbody>
    </table>
    <Paragraph>{house.sentence}</Paragraph>
    <SmallPrint>As it was on {house.date}.</SmallPrint>
  </>
);

const cell = { fontSize: 0, lineHeight: 0 } as const;

const Pane = ({ lit, lamp }: { lit: number; lamp: string }) => (
  <table role="presentation" width={30} cellPadding={0} cellSpacing={0} border={0} style={{ width: 30, border: `3px solid ${frame}` }}>
    <tbody>
      {lit < windowHeight && (
        <tr>
          <td height={windowHeight - lit} style={{ ...cell, height: windowHeight - lit, backgroundColor: "#2b3763" }}>
            &nbsp;
          </td>
        </tr>
      )}
      {lit > 0 && (
        <tr>
          <td height={lit} style={{ ...cell, height: lit, backgroundColor: lamp }}>
            &nbsp;
          </td>
        </tr>
      )}
    </tbody>
  </table>
);
