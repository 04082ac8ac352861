// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of byte spans [begin, end): what was sent, what is promised, what they have in common.

/** @p spans in order, those that touch joined, empty ones left out. */
export function union(spans) {
    const joined = [];
    for (const [begin, end] of spans.filter(([b, e]) => e > b).sort((a, b) => a[0] - b[0])) {
        const last = joined.at(-1);
        if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
        else joined.push([begin, end]);
    }
    return joined;
}

/** What lies in @p one and in @p other. */
export function common(one, other) {
    const found = [];
    for (const [b1, e1] of union(one)) {
        for (const [b2, e2] of union(other)) found.push([Math.max(b1, b2), Math.min(e1, e2)]);
    }
    return union(found);
}

/** Number of bytes in @p spans, each counted once. */
export const byteCount = (spans) => union(spans).reduce((sum, [b, e]) => sum + e - b, 0);
