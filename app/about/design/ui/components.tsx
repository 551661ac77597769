import type { ReactNode } from "react";
import { Button, TextButton } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { LitWindows } from "~/platform/ui/lit-windows";
import { Note } from "~/platform/ui/note";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { SummaryList } from "~/platform/ui/summary-list";
import { Switch, SwitchLink } from "~/platform/ui/switch";
import { Checkbox, Field, TextArea } from "~/platform/ui/text-field";
import { RoomPane } from "~/sponsorship/rooms/ui/room-pane";
import { Tag } from "~/platform/ui/tag";

const mistake = (field: string, message: string) => [{ field, message }];

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <h3>{title}</h3>
    {children}
  </>
);

/** Every component in every state. Nothing is sent from here. */
export function Components() {
  return (
    <form className="stack">
      <Part title="Buttons and links">
        <p className="buttons">
          <Button type="button" look="give">
            Donate £30
          </Button>
          <Button type="button">Continue</Button>
          <Button type="button" size="small">
            Change
          </Button>
          <a href="/design">Go back without changes</a>
          <TextButton type="button">Send again</TextButton>
        </p>
        <Switch label="How often">
          <SwitchLink href="/design" current="page">
            Once
          </SwitchLink>
          <SwitchLink href="/design">Every week</SwitchLink>
        </Switch>
      </Part>
      <Part title="Fields">
        <Field name="empty" label="Empty" errors={[]} />
        <Field name="filled" label="Filled in, with a hint" hint="For your receipt." errors={[]} defaultValue="siân@example.org" />
        <Field name="pounds" label="A sum" prefix="£" errors={[]} defaultValue="30.66" inputMode="decimal" />
        <Field
          name="wrong"
          label="With a mistake"
          errors={mistake("wrong", "Enter an email address, such as name@example.org")}
          defaultValue="name@"
        />
        <TextArea name="words" label="Several lines (optional)" hint="Only our staff read it." errors={[]} />
      </Part>
      <Part title="Choices">
        <Fieldset name="amount" legend="One of several" errors={[]}>
          <RadioGroup
            name="amount"
            selected="30"
            twoColumns
            options={[
              { value: "15", label: "£15", hint: "One room for one night" },
              { value: "30", label: "£30", hint: "One room for two nights" },
              { value: "elm", label: "Elm", hint: "72.5% lit.", extra: <RoomPane funded={0.725} /> },
            ]}
          />
        </Fieldset>
        <Fieldset name="room" legend="With a mistake" errors={mistake("room", "Choose a room")}>
          <RadioGroup name="room" options={[{ value: "ash", label: "Ash" }]} />
        </Fieldset>
        <Checkbox name="ticked" label="Ticked" checked />
        <Checkbox name="unticked" label="Not ticked" checked={false} />
      </Part>
      <Part title="Said to people">
        <Note>
          <h4>A notice</h4>
          <p>What happened, and what to do.</p>
        </Note>
        <ErrorSummary
          errors={[...mistake("wrong", "Enter an email address, such as name@example.org"), ...mistake("room", "Choose a room")]}
        />
        <p>
          <Tag className="border-on-lamp bg-lamp text-on-lamp">Up to date</Tag> <Tag>Paused</Tag>
        </p>
        <details>
          <summary>What are the costs?</summary>
          <p>What is folded away.</p>
        </details>
      </Part>
      <Part title="Facts">
        <SummaryList
          rows={[
            ["Amount", "£30.00"],
            ["Reference", "RL-FD95TB"],
          ]}
        />
        <LitWindows lit={[1, 1, 0.4, 0]} />
      </Part>
    </form>
  );
}
