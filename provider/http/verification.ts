import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";

/** How the certificates of servers are verified. */
export interface Verification {
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
}

/**
 * How the certificates of servers are verified.
 *
 * @param ca PEM certificates to trust beside the well-known ones.
 */
export function verification(ca: string | undefined): Verification {
  return {
    // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off behind the user's back.
    rejectUnauthorized: true,
    ...(ca !== undefined && { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) }),
  };
}
