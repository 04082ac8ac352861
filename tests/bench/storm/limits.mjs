// SPDX-License-Identifier: GPL-3.0-or-later
// Whether limits were kept, from what was sampled. Pure.

/**
 * For so long after a limit was lowered leases and readers of the storm may hold entries, and fills may
 * end whose place was reserved before.
 */
export const graceMs = 12_000;

/**
 * Against the limit of entries in force at each sample: a lowered one is reached within graceMs, and
 * after that it is never exceeded until a higher one is asked for.
 *
 * @param samples  [{at, entries}], by time.
 * @param limits   [{from, to, entries}]: from the answer that confirmed it to the next one's asking.
 * @return {broken: sentences, reachedMs: how long each lowered limit took}
 */
export function judgeEntries(samples, limits) {
    const broken = [];
    const reachedMs = [];
    for (const { from, to, entries: limit } of limits) {
        const during = samples.filter(({ at }) => at >= from && at < to);
        const reached = during.find(({ entries }) => entries <= limit);
        if (!reached) {
            if (to - from > graceMs) broken.push(`${limit} entries were never kept in ${to - from} ms`);
            continue;
        }
        reachedMs.push(reached.at - from);
        if (reached.at - from > graceMs)
            broken.push(`${limit} entries were kept after ${Math.round(reached.at - from)} ms only`);
        const over = during.find(({ at, entries }) => at > from + graceMs && entries > limit);
        if (over) {
            const seconds = Math.round((over.at - from) / 1000);
            broken.push(`${over.entries} entries ${seconds} s after the limit became ${limit}`);
        }
    }
    return { broken, reachedMs };
}
