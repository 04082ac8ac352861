// SPDX-License-Identifier: GPL-3.0-or-later
// The short form of killfills.mjs: kills at random moments of fills by several connections, with
// readers at the proxy, and what a power cut does. Nothing wrong is served, nothing finished is lost,
// fills go on where they were, nothing is left over.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { KillStory } from './lib/killstory.mjs';
import { announcedSeed, Random } from './lib/random.mjs';
import { temporaryFolder } from './lib/service.mjs';

const rounds = 25;

describe('kill -9 during fills', () => {
    let story;

    before(async () => {
        story = await KillStory.start(temporaryFolder(), new Random(announcedSeed()));
    });

    after(() => story?.stop());

    test(`${rounds} times, with power cuts`, async () => {
        let cutOff = 0;
        for (let round = 1; round <= rounds; ++round) {
            const { fills } = await story.round().catch((error) => {
                throw new Error(`round ${round}: ${error.message}`, { cause: error });
            });
            cutOff += fills.length;
        }
        assert.ok(cutOff >= rounds / 2, 'the kills came in the middle of fills');
    });
});
