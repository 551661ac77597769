import { parseAppealForm, type AppealForm, type AppealInput } from "~/giving/appeals/appeal-form";
import { ensureSmallImage } from "~/newsletter/issues/small-image.server";
import { config } from "~/platform/config/config.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { pence } from "~/platform/money";
import { appealRefusals } from "./appeal-refusals";

const { giving } = config.charity;

/** Reads the form of an appeal, and has its picture drawn small for the page. */
export async function readAppeal(input: AppealInput): Promise<{ form: AppealForm } | { errors: FormError[] }> {
  const parsed = parseAppealForm(input, { min: pence(giving.minPence), max: pence(giving.maxPence) });
  if ("errors" in parsed || parsed.form.imageId === null) return parsed;
  return (await ensureSmallImage(parsed.form.imageId)) ? parsed : { errors: [appealRefusals["no-such-picture"]] };
}
