/** What a chart shows, for those who do not see it. */
export function DataTable({
  title,
  names,
  rows,
}: {
  title: string;
  names: readonly string[];
  rows: readonly (readonly string[])[];
}) {
  return (
    <table className="visually-hidden">
      <caption>{title}</caption>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, n) => (
          <tr key={n}>
            {row.map((cell, of) => (
              <td key={of}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
