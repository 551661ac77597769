import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const sha256 = (of: Buffer | string): string => createHash("sha256").update(of).digest("hex");
const hmac = (key: Buffer | string, of: string): Buffer => createHmac("sha256", key).update(of).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

type Signed = { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer };
type Keys = { keyId: string; secret: string; region: string };

/**
 * Why a request is not let in, as an error code of S3; null: its signature is right.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @param at the server's time, which the request's may be a quarter of an hour from
 */
export function refusalOf({ method, target, headers, body }: Signed, { keyId, secret, region }: Keys, at = new Date()): string | null {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (!parts) return "AccessDenied";
  const [, key = "", day = "", where = "", names = "", signature = ""] = parts;
  if (key !== keyId) return "InvalidAccessKeyId";
  if (where !== region) return "AuthorizationHeaderMalformed";
  const signed = names.split(";");
  const needed = Object.keys(headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  if (needed.some((name) => !signed.includes(name))) return "AccessDenied";
  const time = String(headers["x-amz-date"]);
  const instant = Date.parse(time.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!time.startsWith(day) || !(Math.abs(instant - at.getTime()) < 15 * 60_000)) return "RequestTimeTooSkewed";
  const hash = String(headers["x-amz-content-sha256"]);
  if (hash !== "UNSIGNED-PAYLOAD" && hash !== sha256(body)) return "XAmzContentSHA256Mismatch";

  const [path = "", query = ""] = target.split("?");
  const sorted = [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, " ")}\n`).join("");
  const scope = `${day}/${region}/s3/aws4_request`;
  const asked = sha256([method, path, sorted, lines, names, hash].join("\n"));
  const signingKey = [day, region, "s3", "aws4_request"].reduce<Buffer | string>((made, part) => hmac(made, part), `AWS4${secret}`);
  const right = hmac(signingKey, ["AWS4-HMAC-SHA256", time, scope, asked].join("\n")).toString("hex");
  return right === signature ? null : "SignatureDoesNotMatch";
}
