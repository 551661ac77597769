import Stripe from "stripe";
import { beforeAll, describe, expect, it } from "vitest";
import { checkAnswer, emptyObject, findEndpoint, loadContract, type Contract } from "~/sandbox/stripe/contract/index";

let contract: Contract;
beforeAll(async () => void (contract = await loadContract()), 60_000);

describe("the contract", () => {
  it("is of the installed package and its version of the API, and is whole", () => {
    expect(contract.stripe).toBe(Stripe.PACKAGE_VERSION);
    expect(contract.apiVersion).toBe(Stripe.API_VERSION);
    expect(contract.endpoints.length).toBeGreaterThan(500);
    expect(Object.keys(contract.events).length).toBeGreaterThan(250);
    expect(contract.endpoints.map((endpoint) => endpoint.call)).toEqual(
      expect.arrayContaining(["Session.create", "Customer.search", "Subscription.pause", "Invoice.createPreview"]),
    );
  });

  it("every object's emptiest form is in it", () => {
    for (const [object, path] of [
      ["customer", "customers"],
      ["charge", "charges"],
      ["refund", "refunds"],
      ["product", "products"],
      ["subscription", "subscriptions"],
      ["invoice", "invoices"],
      ["checkout.session", "checkout/sessions"],
    ] as const) {
      const endpoint = findEndpoint(contract, "GET", `/v1/${path}/id`) ?? expect.fail(path);
      expect(checkAnswer(contract, endpoint, 200, emptyObject(contract, object))).toEqual([]);
    }
  });
});
