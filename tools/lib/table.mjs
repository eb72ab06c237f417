/** Rows as text columns of equal width; the last column is not padded. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : String(cell).padEnd(widths[column])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
