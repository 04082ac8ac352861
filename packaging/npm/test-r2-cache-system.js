#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Integration test of the r2cache that runs here: one line for each part, exit status 0 or 1.
'use strict';

const { Api } = require('./lib/api.js');
const { findService } = require('./lib/findservice.js');
const { checks } = require('./lib/systemchecks.js');

const usage = `node test-r2-cache-system.js [URL]

Tests the r2cache that runs here (or the one of R2CACHE_API_URL and CACHE_API_TOKEN, or of
CACHE_DIRECTORY where several run). With the URL of a video on R2 that video is cached and read;
without one the newest video that the cache holds already is taken.
`;

const marks = { passed: '✅', failed: '❌', skipped: '➖' };

/** @return its outcome, said in a line of its own. */
async function outcomeOf({ title, run }, context) {
    let outcome, detail;
    try {
        const { skipped, said } = await run(context);
        outcome = skipped ? 'skipped' : 'passed';
        detail = skipped ?? said;
    } catch (error) {
        outcome = 'failed';
        detail = error.message;
    }
    console.log(`${marks[outcome]} ${title}: ${detail}`);
    return outcome;
}

async function main([url]) {
    if (url === '--help' || url === '-h') {
        console.log(usage);
        return 0;
    }
    let address;
    try {
        address = findService();
    } catch (error) {
        console.log(`${marks.failed} ${error.message}`);
        return 1;
    }
    const context = { api: new Api(address), address, url };
    console.log(`r2cache at ${address.apiUrl}`);
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const check of checks) count[await outcomeOf(check, context)] += 1;
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    return count.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
