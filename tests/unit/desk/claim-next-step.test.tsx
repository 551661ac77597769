import { parse } from "node-html-parser";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ClaimNextStep } from "~/desk/gift-aid/ui/claim-next-step";

const ready = {
  status: "ready" as const,
  liveRefusedRows: 0,
  wasRestSent: false,
  scheduleMadeOn: null as string | null,
  wasListed: null,
  mayAskHmrc: false,
  isSentFromHere: true,
  isTest: false,
  changedRows: [],
  today: "2026-11-28",
};
const buttons = (change: Partial<typeof ready>) =>
  parse(
    renderToStaticMarkup(
      <ClaimNextStep
        claim={{ ...ready, ...change }}
        input={{ amount: "", paidOn: "", bankReference: "", formReference: "" }}
        errors={[]}
      />,
    ),
  )
    .querySelectorAll("button")
    .map((button) => button.getAttribute("value"));

it("offers to submit a claim to HMRC only where the site can, and its form in any case", () => {
  expect(buttons({})).toEqual(["submit", "discard"]);
  expect(buttons({ scheduleMadeOn: "1 May 2026" })).toEqual(["submit-not-by-form", "handed-in", "discard"]);
  expect(buttons({ isSentFromHere: false })).toEqual(["discard"]);
  expect(buttons({ isSentFromHere: false, scheduleMadeOn: "1 May 2026" })).toEqual(["handed-in", "discard"]);
});
