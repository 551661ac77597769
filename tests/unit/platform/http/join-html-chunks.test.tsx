import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { renderToPipeableStream } from "react-dom/server";
import { expect, it } from "vitest";
import { joinHtmlChunks } from "~/platform/http/join-html-chunks.server";

// Long texts go past the buffer: many short ones fill it.
const Paragraphs = ({ text }: { text: string }) => Array.from({ length: 200 }, (_, index) => <p key={index}>{text}</p>);

async function renderChunks(text: string): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  const body = new Writable({ write: (chunk: Buffer, _encoding, done) => done(void chunks.push(Buffer.from(chunk)) as undefined) });
  const { pipe } = renderToPipeableStream(<Paragraphs text={text} />, { onAllReady: () => pipe(body) });
  await finished(body);
  return chunks;
}

it("a page keeps each character whole, wherever the renderer's buffer ends", async () => {
  let withZeros = 0;
  for (const character of ["é", "ह", "🌙"])
    for (let offset = 0; offset < 4; offset++) {
      const text = "a".repeat(offset) + character.repeat(11);
      const chunks = await renderChunks(text);
      if (Buffer.concat(chunks).includes(0)) withZeros++;
      expect(joinHtmlChunks(chunks).toString()).toBe(`<p>${text}</p>`.repeat(200));
    }
  // Where the renderer no longer sends zeros, the function that takes them out can go.
  expect(withZeros).toBeGreaterThan(0);
});
