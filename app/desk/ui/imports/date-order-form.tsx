import { dateOrderLabels, dateOrders } from "~/platform/typed-date";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";

/** Asks how a list writes its days, where none of them shows it. */
export function DateOrderForm({ errors }: { errors: FormError[] }) {
  return (
    <form method="post" className="stack" noValidate>
      <p>Its days can be read in two ways, and none of them shows which is meant. Nothing has changed yet.</p>
      <CompactRadioGroup
        name="dateOrder"
        legend="In this list, 01/03/2026 is"
        options={dateOrders.map((value) => ({ value, label: dateOrderLabels[value] }))}
        errors={errors}
      />
      <p className="buttons">
        <Button look="give" name="do" value="read">
          Read it this way
        </Button>
        <Button name="do" value="drop">
          Delete this list
        </Button>
      </p>
    </form>
  );
}
