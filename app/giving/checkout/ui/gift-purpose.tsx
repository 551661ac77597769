import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Switch, switchItem, SwitchLink } from "~/platform/ui/switch";
import type { FormAppeal, PurposeChoice } from "../gift-purpose.server";

/** The head of the form for the charity's work. */
export const GeneralHead = () => (
  <>
    <h1>Donate</h1>
    <p className="lead">Every donation keeps rooms lit: the rent, the heating, a lock, a bed.</p>
  </>
);

/** The way to giving each week, as a button of the form: so the amount that was chosen goes along, without JavaScript too. */
export const HowOften = () => (
  <Switch label="How often">
    <SwitchLink href="/donate" current="page">
      Once
    </SwitchLink>
    <button className={switchItem} name="step" value="weekly">
      Every week
    </button>
  </Switch>
);

/** The head of an appeal's form: what the gift is for, and what is done with more or less than the goal. */
export const AppealHead = ({ slug, name, fundPurpose, restricted, surplus }: FormAppeal) => (
  <>
    <p>
      <a href={`/appeals/${slug}`}>About this appeal</a>
    </p>
    <h1>Give to {name}</h1>
    <p className="lead">
      Your donation is for {fundPurpose}
      {restricted ? ", and is spent on nothing else." : "."}
    </p>
    <p>{surplus}</p>
    <p>
      <a href="/donate">Give to the charity’s work instead</a>
    </p>
  </>
);

/** Asks where a gift goes whose appeal has ended. Nothing is chosen beforehand. */
export const PurposeFieldset = ({
  endedAppeal,
  options,
  selected,
  errors,
}: PurposeChoice & { selected: string | undefined; errors: FormError[] }) => (
  <Fieldset name="appeal" legend="Where should your donation go?" errors={errors}>
    <input type="hidden" name="endedAppeal" value={endedAppeal} />
    <RadioGroup name="appeal" selected={selected === endedAppeal ? null : selected} options={options} />
  </Fieldset>
);
