import { areas, areaIds, type Contact, mainPhone, needIds, needs, phoneHref, relayNumber } from "../contacts/contact";
import { areaOf, siteName, standingOf } from "../contacts/contact-text";
import { type Wish, ways } from "../directory/directory-filter";

type Props = { wish: Wish; understood: boolean; services: Contact[]; anybody: Contact[]; total: number; today: string };

/** The directory: a filter that is a plain form, and the services that fit it. */
export function Directory({ wish, understood, services, anybody, total, today }: Props) {
  const filtered = wish.area !== null || wish.need !== null || wish.by !== null;
  return (
    <>
      <form className="filters screen" method="get" action="/help/services">
        <Choice name="area" label="Where you are" chosen={wish.area} none="Anywhere" options={areaIds.map((id) => [id, areas[id].name])} />
        <Choice name="need" label="Who it is for" chosen={wish.need} none="Everyone" options={needIds.map((id) => [id, needs[id]])} />
        <Choice name="by" label="How to reach them" chosen={wish.by} none="Any way" options={Object.entries(ways)} />
        <p className="buttons">
          <button type="submit">Show</button>
          {(filtered || !understood) && <a href="/help/services">Show everything</a>}
        </p>
      </form>
      <p data-count="">
        {!understood && "We did not know that choice, so here is everything. "}
        {services.length === 0 ? "No service here fits all of that." : `${services.length} of ${total} services.`}
      </p>
      <div>
        {services.map((service) => (
          <Entry key={service.id} service={service} today={today} />
        ))}
      </div>
      {anybody.length > 0 && (
        <div data-anybody="">
          <p className="note">These help anybody:</p>
          {anybody.map((service) => (
            <Entry key={service.id} service={service} today={today} />
          ))}
        </div>
      )}
    </>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  chosen: string | null;
  none: string;
  options: [string, string][];
};

const Choice = ({ name, label, chosen, none, options }: ChoiceProps) => (
  <label>
    {label}
    <select name={name} defaultValue={chosen ?? ""}>
      <option value="">{none}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

function Entry({ service, today }: { service: Contact; today: string }) {
  const main = mainPhone(service);
  const relay = main && relayNumber(service, main);
  return (
    <section className="entry" id={service.id} aria-labelledby={`${service.id}-name`}>
      <h2 id={`${service.id}-name`}>{service.name}</h2>
      <p>{service.serves}</p>
      <dl>
        {service.phones.map((phone) => (
          <Fact key={phone.shown} name={{ voice: "Call", text: "Text", textphone: "Text relay" }[phone.type]}>
            <a className="tel" href={phoneHref(service, phone) ?? undefined}>
              {phone.shown}
            </a>
          </Fact>
        ))}
        {relay && (
          <Fact name="Text relay">
            <a className="tel" href={relay.href}>
              {relay.shown}
            </a>
          </Fact>
        )}
        {service.thenPress && <Fact name="Cannot speak">Call on a mobile, and press {service.thenPress} when you are asked.</Fact>}
        {service.hours && <Fact name="Open">{service.hours}</Fact>}
        <Fact name="Where">{areaOf(service)}</Fact>
        {service.languages && <Fact name="Languages">{service.languages}</Fact>}
        {service.confidential && <Fact name="Private">{service.confidential}</Fact>}
        {service.cost && <Fact name="Cost">{service.cost}</Fact>}
        {service.url && (
          <Fact name="Website">
            <a href={service.url} rel="noreferrer">
              {siteName(service.url)}
            </a>
          </Fact>
        )}
        <Fact name="Checked">{standingOf(service, today)}</Fact>
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
