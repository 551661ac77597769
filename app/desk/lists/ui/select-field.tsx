/** One of several, or all of them. */
export function SelectField(props: {
  name: string;
  label: string;
  value: string;
  anyLabel: string;
  options: { value: string; label: string }[];
}) {
  const { name, label, value, anyLabel, options } = props;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={value}>
        <option value="">{anyLabel}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
