/** Values that the sandboxes use. A live site refuses them by name. */
export const sandboxValues = {
  stripeKey: "sk_test_sandbox_nothing_is_real",
  stripeWebhookSecret: "whsec_sandbox_nothing_is_real",
  resendKey: "re_sandbox_nothing_is_real",
  resendWebhookSecret: "whsec_c2FuZGJveF9ub3RoaW5nX2lzX3JlYWw=",
  sessionSecret: "sandbox-session-secret-nothing-is-real",
  hmrcSenderId: "000000000000",
  hmrcPassword: "sandbox-nothing-is-real",
  hmrcVendorId: "0000",
  lastingSecret: "sandbox-lasting-secret-nothing-is-real",
} as const;
