// SPDX-License-Identifier: GPL-3.0-or-later
export function median(numbers) {
    const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
    if (sorted.length === 0) return NaN;
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A number for a person, or "–" if there is none. */
export const shown = (number, digits = 2) =>
    Number.isFinite(number) ? number.toFixed(digits) : '–';

/** Rows of texts as a Markdown table; the first row is its head. */
export function table(rows) {
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const line = (cells) =>
        `| ${cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
    const rule = widths.map((width, i) => (i ? '-'.repeat(width - 1) + ':' : '-'.repeat(width)));
    return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join('\n');
}
