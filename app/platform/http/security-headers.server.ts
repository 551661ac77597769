import type { MiddlewareHandler } from "hono";
import { NONCE, secureHeaders } from "hono/secure-headers";

type SecurityHeaderOptions = { styleHashes: string[]; scriptHashes: string[]; formActions: string[]; https: boolean };

/**
 * The security headers of every answer. Scripts need this answer's nonce or a known hash, styles a known hash:
 * nothing inline runs that we did not write. Pages that stand alone (help) tell no one where their reader came from.
 */
export function securityHeaders({ styleHashes, scriptHashes, formActions, https }: SecurityHeaderOptions): {
  site: MiddlewareHandler;
  standalone: MiddlewareHandler;
  emailPreview: MiddlewareHandler;
  pagePreview: MiddlewareHandler;
  image: MiddlewareHandler;
} {
  const common = {
    xFrameOptions: "DENY",
    strictTransportSecurity: https ? "max-age=63072000; includeSubDomains" : false,
    crossOriginResourcePolicy: "same-origin",
    crossOriginOpenerPolicy: "same-origin",
    // Known only to browsers and plugins that are gone; each costs every cached page a little.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [], browsingTopics: [] },
  };
  const policy = {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", "data:"],
    styleSrc: styleHashes,
    manifestSrc: ["'self'"],
  };
  return {
    site: secureHeaders({
      ...common,
      // Not no-referrer: with it, browsers send `Origin: null` with a plain form, which can't be told from a forged one.
      referrerPolicy: "strict-origin-when-cross-origin",
      contentSecurityPolicy: {
        ...policy,
        scriptSrc: ["'self'", NONCE, ...scriptHashes],
        connectSrc: ["'self'"],
        formAction: ["'self'", ...formActions],
        // Only the desk's previews can be framed: everything else refuses.
        frameSrc: ["'self'"],
      },
    }),
    // An email as it is sent, in a frame of the desk: with its own styles, and able to do nothing.
    emailPreview: secureHeaders({
      ...common,
      xFrameOptions: "SAMEORIGIN",
      referrerPolicy: "no-referrer",
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
        formAction: ["'none'"],
        imgSrc: ["'self'"],
        styleSrc: ["'unsafe-inline'"],
        sandbox: [],
      },
    }),
    // A page as it is being written, in a frame of the desk: with the site's look, and able to do nothing.
    pagePreview: secureHeaders({
      ...common,
      xFrameOptions: "SAMEORIGIN",
      referrerPolicy: "no-referrer",
      contentSecurityPolicy: { ...policy, frameAncestors: ["'self'"], formAction: ["'none'"] },
    }),
    // Pictures of emails are shown by mail programs, which are other sites.
    image: secureHeaders({ ...common, crossOriginResourcePolicy: "cross-origin", contentSecurityPolicy: { defaultSrc: ["'none'"] } }),
    standalone: secureHeaders({
      ...common,
      referrerPolicy: "no-referrer",
      contentSecurityPolicy: { ...policy, scriptSrc: scriptHashes, connectSrc: ["'self'"], workerSrc: ["'self'"], formAction: ["'self'"] },
    }),
  };
}
