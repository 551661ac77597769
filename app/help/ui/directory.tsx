import { areas, areaIds, type Contact, primaryPhone, needIds, needs, phoneHref, relayNumber } from "../contacts/contact";
import { areaNames, hostName, contactStatusText } from "../contacts/contact-text";
import { type DirectoryFilter, contactMethods } from "../directory/directory-filter";
import { helpButton } from "./help-button";

type Props = {
  filter: DirectoryFilter;
  isFilterValid: boolean;
  services: Contact[];
  servicesForAnybody: Contact[];
  total: number;
  today: string;
};

/** The directory: a filter that is a plain form, and the services that fit it. */
export function Directory({ filter, isFilterValid, services, servicesForAnybody, total, today }: Props) {
  const filtered = filter.area !== null || filter.need !== null || filter.method !== null;
  return (
    <>
      <details className="print:hidden" open={filtered || !isFilterValid}>
        <summary>Show only some of them</summary>
        <form
          className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-md border-2 border-line bg-surface p-5 sm:grid-cols-[1fr_1fr]"
          method="get"
          action="/help/services"
        >
          <Select
            name="area"
            label="Where you are"
            selected={filter.area}
            emptyLabel="Anywhere"
            options={areaIds.map((id) => [id, areas[id].name])}
          />
          <Select
            name="need"
            label="Who it is for"
            selected={filter.need}
            emptyLabel="Everyone"
            options={needIds.map((id) => [id, needs[id]])}
          />
          <Select
            name="by"
            label="How to reach them"
            selected={filter.method}
            emptyLabel="Any way"
            options={Object.entries(contactMethods)}
          />
          <p className="buttons">
            <button className={helpButton} type="submit">
              Show
            </button>
            {(filtered || !isFilterValid) && <a href="/help/services">Show everything</a>}
          </p>
        </form>
      </details>
      <p data-count="">
        {!isFilterValid && "We did not know that choice, so here is everything. "}
        {services.length === 0 ? "No service here fits all of that." : `${services.length} of ${total} services.`}
      </p>
      <div>
        {services.map((service) => (
          <ServiceEntry key={service.id} service={service} today={today} />
        ))}
      </div>
      {servicesForAnybody.length > 0 && (
        <div data-anybody="">
          <p className="note">These help anybody:</p>
          {servicesForAnybody.map((service) => (
            <ServiceEntry key={service.id} service={service} today={today} />
          ))}
        </div>
      )}
    </>
  );
}

type SelectProps = {
  name: string;
  label: string;
  selected: string | null;
  emptyLabel: string;
  options: [string, string][];
};

const select = "min-h-13 w-full min-w-0 rounded-sm border-2 border-edge bg-surface px-3 py-2 font-sans text-base font-bold text-text";

const Select = ({ name, label, selected, emptyLabel, options }: SelectProps) => (
  <label className="grid gap-1 font-bold">
    {label}
    <select className={select} name={name} defaultValue={selected ?? ""}>
      <option value="">{emptyLabel}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

function ServiceEntry({ service, today }: { service: Contact; today: string }) {
  const main = primaryPhone(service);
  const relay = main && relayNumber(service, main);
  return (
    <section className="border-t border-line py-6 print:break-inside-avoid" id={service.id} aria-labelledby={`${service.id}-name`}>
      <h2 id={`${service.id}-name`}>{service.name}</h2>
      <p>{service.serves}</p>
      <dl className="mt-3 grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-1">
        {service.phones.map((phone) => (
          <Fact key={phone.shown} name={{ voice: "Call", text: "Text", textphone: "Text relay" }[phone.type]}>
            <a className="tel max-[30rem]:whitespace-normal" href={phoneHref(service, phone) ?? undefined}>
              {phone.shown}
            </a>
          </Fact>
        ))}
        {relay && (
          <Fact name="Text relay">
            <a className="tel max-[30rem]:whitespace-normal" href={relay.href}>
              {relay.shown}
            </a>
          </Fact>
        )}
        {service.thenPress && <Fact name="Cannot speak">Call on a mobile, and press {service.thenPress} when you are asked.</Fact>}
        {service.hours && <Fact name="Open">{service.hours}</Fact>}
        <Fact name="Where">{areaNames(service)}</Fact>
        {service.languages && <Fact name="Languages">{service.languages}</Fact>}
        {service.confidential && <Fact name="Private">{service.confidential}</Fact>}
        {service.cost && <Fact name="Cost">{service.cost}</Fact>}
        {service.url && (
          <Fact name="Website">
            <a href={service.url} rel="noreferrer">
              {hostName(service.url)}
            </a>
          </Fact>
        )}
        <Fact name="Checked">{contactStatusText(service, today)}</Fact>
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt className="font-bold">{name}</dt>
    <dd>{children}</dd>
  </>
);
