/** Why an address gets no newsletter, whoever asks for it. */
export const suppressionReasons = ["bounce", "complaint", "erasure", "fps", "left"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/**
 * Which reasons also take consent back. A mailbox that does not exist has withdrawn nothing.
 * https://www.fundraisingregulator.org.uk/fps (fps); a complaint is a no, said by the person's mail program.
 */
export const takesConsentBack: Record<SuppressionReason, boolean> = {
  bounce: false,
  complaint: true,
  erasure: true,
  fps: true,
  left: true,
};

/** Whoever left everything by themselves may come back by themselves. For the others, staff decide with the person. */
export const mayComeBack: Record<SuppressionReason, boolean> = { bounce: false, complaint: false, erasure: false, fps: false, left: true };
