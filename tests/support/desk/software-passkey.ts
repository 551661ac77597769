import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString("base64url");

/** CBOR (RFC 8949) of the few shapes that an attestation holds. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, size: number) =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each as number)])]);
}

type Prompt = { optionsJson: string };

/** An authenticator without a browser: it makes a passkey (WebAuthn level 2, ES256) and answers with it, from any origin. */
export class SoftwarePasskey {
  readonly id = randomBytes(16);
  private readonly keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync("ec", { namedCurve: "P-256" });

  constructor(
    private readonly origin: string,
    private readonly host = new URL(origin).hostname,
  ) {}

  private authenticatorData(attested: Buffer): Buffer {
    const flags = 0x01 | 0x04 | (attested.length > 0 ? 0x40 : 0);
    // Passkeys that are kept by a phone's maker do not count: they always say 0.
    const counter = Buffer.alloc(4);
    return Buffer.concat([sha256(this.host), Buffer.from([flags]), counter, attested]);
  }

  private clientData(type: string, { optionsJson }: Prompt): Buffer {
    const { challenge } = JSON.parse(optionsJson) as { challenge: string };
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  /** What a browser sends after navigator.credentials.create. */
  create(prompt: Prompt): string {
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    const publicKey = new Map<number | string, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cbor(publicKey)]);
    const attestationObject = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", this.authenticatorData(attested)],
    ]);
    const response = {
      clientDataJSON: base64url(this.clientData("webauthn.create", prompt)),
      attestationObject: base64url(cbor(attestationObject)),
      transports: ["internal"],
    };
    return JSON.stringify({ id: base64url(this.id), rawId: base64url(this.id), type: "public-key", clientExtensionResults: {}, response });
  }

  /** What a browser sends after navigator.credentials.get. */
  answer(prompt: Prompt): string {
    const clientData = this.clientData("webauthn.get", prompt);
    const authenticatorData = this.authenticatorData(Buffer.alloc(0));
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), this.keys.privateKey);
    const response = {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
    };
    return JSON.stringify({ id: base64url(this.id), rawId: base64url(this.id), type: "public-key", clientExtensionResults: {}, response });
  }
}
