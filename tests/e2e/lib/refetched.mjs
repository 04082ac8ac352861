// SPDX-License-Identifier: GPL-3.0-or-later
import { byteCount, common } from './spans.mjs';

const sentSpans = (requests) => requests.map(({ begin, sent }) => [begin, begin + sent]);
const askedSpans = (requests) => requests.map(({ begin, end }) => [begin, end]);

/**
 * What the origin had sent before a kill and sent once more after it.
 * @param before, after  requests of CountingOrigin, those before the kill as they were then.
 * @return {bytes, beyondInFlight, oldestMs}: how many bytes, how many of them were no part of a
 * segment in flight at the kill, and how long before the kill the oldest of them had gone out.
 */
export function refetched(before, after, killedAt) {
    const again = common(sentSpans(before), sentSpans(after));
    const inFlight = askedSpans(before.filter(({ isOpen }) => isOpen));
    const ofInFlight = byteCount(common(again, inFlight));
    let oldestMs = 0;
    for (const { begin, marks, isOpen } of before) {
        let from = begin;
        for (const [time, sent] of marks) {
            const until = begin + sent;
            const sentTwice = common([[from, until]], again);
            // What a connection was cut short of, another one was on its way with.
            const isOthers = !isOpen && byteCount(common(sentTwice, inFlight)) === byteCount(sentTwice);
            if (sentTwice.length > 0 && !isOthers) oldestMs = Math.max(oldestMs, killedAt - time);
            from = until;
        }
    }
    const bytes = byteCount(again);
    return { bytes, beyondInFlight: bytes - ofInFlight, oldestMs };
}
