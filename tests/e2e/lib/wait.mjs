// SPDX-License-Identifier: GPL-3.0-or-later
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks @p condition again until it gives something truthy, and returns that.
 * @param what is named when the time is over, with what the condition gave or threw last.
 */
export async function waitUntil(what, condition, { timeoutMs = 20_000, everyMs = 25 } = {}) {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
        let last;
        try {
            last = await condition();
            if (last) return last;
        } catch (error) {
            last = error;
        }
        if (performance.now() > deadline) {
            throw new Error(`not within ${timeoutMs} ms: ${what} (last: ${last})`, { cause: last });
        }
        await sleep(everyMs);
    }
}

/**
 * Awaits each of @p steps in turn, the later ones also after one has failed (what is left running
 * keeps the test program alive); throws the first error.
 */
export async function inTurn(...steps) {
    const errors = [];
    for (const step of steps) {
        try {
            await step();
        } catch (error) {
            errors.push(error);
        }
    }
    if (errors.length > 0) throw errors[0];
}

export { sleep };
