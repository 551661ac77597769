import type { Sender } from "./email-template";

/** The demonstration charity, for previews and tests. */
export const sampleSender: Sender = {
  name: "Roomlight",
  legalName: "Roomlight (demonstration charity)",
  registration: null,
  postalAddress: ["1 Example Street", "London", "EX1 1AA"],
  siteUrl: "https://roomlight.example",
  privacyUrl: "https://roomlight.example/privacy",
  colours: { night: "#14204a", lamp: "#ffc847" },
};

/** How a registered charity's emails are signed. */
export const registeredSender: Sender = {
  ...sampleSender,
  legalName: "Roomlight Rooms Trust",
  registration: "Registered with the Charity Commission for England and Wales, number 1234567",
};
