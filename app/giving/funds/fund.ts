/** The restricted fund of every gift that a sponsorship collects (docs/decisions/0037-funds.md). Never closed. */
export const roomsFundId = "rooms-fund";
