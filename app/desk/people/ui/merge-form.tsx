import { ScrollTable } from "~/desk/ui/scroll-table";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import type { MergeSide } from "../merge/merge-page.server";
import type { MergeInput } from "../merge/merge-people.server";
import { cell, buttonRow } from "~/desk/ui/looks";

type MergeFormProps = {
  kept: MergeSide;
  other: MergeSide;
  consequences: string[];
  formId: string;
  input: MergeInput;
  errors: FormError[];
};

/** Two records beside each other, what stays of each, and exactly what would be done. */
export function MergeForm({ kept, other, consequences, formId, input, errors }: MergeFormProps) {
  const choice = (name: "name" | "email" | "home", legend: string) => {
    if (kept[name] === other[name] || kept[name] === null || other[name] === null) return null;
    return (
      <CompactRadioGroup
        name={name}
        legend={legend}
        options={[
          { value: "kept", label: kept[name] },
          { value: "other", label: other[name] },
        ]}
        selected={input[name] ?? "kept"}
        errors={errors}
      />
    );
  };
  return (
    <form method="post" className="form" noValidate>
      <input type="hidden" name="formId" value={formId} />
      <input type="hidden" name="with" value={other.id} />
      <input type="hidden" name="version" value={kept.version} />
      <input type="hidden" name="otherVersion" value={other.version} />
      <BothSides kept={kept} other={other} />
      <h2>What stays</h2>
      {choice("name", "Which name")}
      {choice("email", "Which email address")}
      {choice("home", "Which home for Gift Aid")}
      <p className="hint">Donations that were made keep their name. Gift Aid and sponsorships go on with the name that you choose.</p>
      <h2>What is done</h2>
      <ul>
        {consequences.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={buttonRow}>
        <Button look="danger" name="do" value="merge">
          Make them one
        </Button>
        <a href={`/desk/people/${kept.id}/merge`}>Choose another</a>
      </p>
    </form>
  );
}

function BothSides({ kept, other }: { kept: MergeSide; other: MergeSide }) {
  const rows = [
    { label: "Name", kept: kept.name, other: other.name },
    { label: "Email", kept: kept.email ?? "none", other: other.email ?? "none" },
    { label: "Home", kept: kept.home ?? "none", other: other.home ?? "none" },
    ...kept.facts.map(({ label, text }, index) => ({ label, kept: text, other: other.facts[index]?.text ?? "" })),
  ];
  return (
    <ScrollTable label="The two records beside each other">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">This record, which stays</th>
          <th scope="col">
            <a href={`/desk/people/${other.id}`}>The other, which goes into it</a>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td className={cell.words}>{row.kept}</td>
            <td className={cell.words}>{row.other}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
