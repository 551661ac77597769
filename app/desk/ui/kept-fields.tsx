/** A form that its sender does not type twice. */
export function KeptFields({ fields }: { fields: readonly (readonly [string, string])[] }) {
  return fields.map(([name, value], index) => <input key={`${index}-${name}`} type="hidden" name={name} value={value} />);
}
