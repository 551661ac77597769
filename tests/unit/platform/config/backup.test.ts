import { describe, expect, it } from "vitest";
import { errorsIn, liveVariables, read } from "tests/support/platform/configuration";

const backups = { ...liveVariables, BACKUP_RECIPIENT: `age1${"q".repeat(58)}` };
const copied = {
  ...backups,
  BACKUP_S3_URL: "https://s3.eu-west-2.amazonaws.com/lamp-backups/",
  BACKUP_S3_REGION: "eu-west-2",
  BACKUP_S3_KEY_ID: "AKLAMP",
  BACKUP_S3_SECRET: "lamp-and-secret",
};

describe("backups", () => {
  it("are made for a key, and copied where a store is set", () => {
    expect(read(liveVariables).backup).toBeNull();
    expect(read(backups).backup).toMatchObject({ keepDays: 30, store: null });
    const store = {
      url: "https://s3.eu-west-2.amazonaws.com/lamp-backups",
      region: "eu-west-2",
      keyId: "AKLAMP",
      secret: "lamp-and-secret",
    };
    expect(read(copied).backup?.store).toEqual(store);
    expect(read({ ...copied, BACKUP_S3_REGION: "" }).backup?.store?.region).toBe("auto");
  });

  it.each([
    ["no bucket", { BACKUP_S3_URL: "" }, "BACKUP_S3_URL"],
    ["no key", { BACKUP_S3_KEY_ID: "", BACKUP_S3_SECRET: "" }, "BACKUP_S3_KEY_ID BACKUP_S3_SECRET"],
    ["nothing that encrypts", { BACKUP_RECIPIENT: "" }, "BACKUP_RECIPIENT"],
    ["an address in the clear", { BACKUP_S3_URL: "http://store.lamp.org/backups" }, "BACKUP_S3_URL"],
    ["an address with a key in it", { BACKUP_S3_URL: "https://AKLAMP:lamp-and-secret@store.lamp.org/backups" }, "BACKUP_S3_URL"],
    ["a region that is none", { BACKUP_S3_REGION: "Europe (London)" }, "BACKUP_S3_REGION"],
  ])("with %s are refused by name, and no secret is shown", (_, changed, names) => {
    const lines = errorsIn({ ...copied, ...changed });
    expect(lines.map((line) => line.split(":")[0]).join(" ")).toBe(names);
    expect(lines.join()).not.toContain("lamp-and-secret");
  });

  it("may be copied to a store on this machine in the clear", () => {
    expect(errorsIn({ ...copied, BACKUP_S3_URL: "http://127.0.0.1:9000/backups" })).toEqual([]);
  });
});
