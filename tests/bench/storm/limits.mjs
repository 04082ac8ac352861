// SPDX-License-Identifier: GPL-3.0-or-later
// Whether limits were kept, from what was sampled. Pure.

/**
 * How long an entry that nobody holds may stay above a lowered limit: the cache looks each second, in
 * the turns that a storm leaves it.
 */
export const patienceMs = 10_000;

/**
 * Against the limit of entries in force at each sample. What is pinned, leased or being read is never
 * evicted; anything else above a limit has to go. So a limit is broken by the entry that in all lists
 * of patienceMs on end was held by nobody, in none of which the limit was kept.
 *
 * @param lists   [{at, until, entries, free}], by time: asked and answered when, how many there were,
 *                and the names of those that nobody held.
 * @param limits  [{from, to, entries}]: from the answer that confirmed it to the next one's asking.
 * @return {broken: sentences, reachedMs: how long each took that was kept at all, held: how many
 *     lists were above a limit, most: by how many entries}
 */
export function judgeEntries(lists, limits) {
    const broken = [];
    const reachedMs = [];
    let [held, most] = [0, 0];
    for (const { from, to, entries: limit } of limits) {
        const during = lists.filter(({ at, until }) => at >= from && until < to);
        const reached = during.find(({ entries }) => entries <= limit);
        if (reached) reachedMs.push(reached.at - from);
        let since = new Map(); // name of an entry above the limit and free → from when on
        for (const { at, until, entries, free } of during) {
            const isOver = entries > limit;
            held += isOver;
            most = Math.max(most, entries - limit);
            since = new Map((isOver ? free : []).map((name) => [name, since.get(name) ?? until]));
            const stayed = [...since].filter(([, first]) => at - first > patienceMs);
            if (stayed.length === 0) continue;
            broken.push(
                `${entries} entries ${Math.round((at - from) / 1000)} s after the limit became ` +
                    `${limit}, though nobody holds ${stayed.length} of them, as ${stayed[0][0]}`
            );
            break;
        }
    }
    return { broken, reachedMs, held, most };
}
