// SPDX-License-Identifier: GPL-3.0-or-later
// For Node: the script that starts a Remotion render.
'use strict';

const { R2CacheError } = require('./lib/error.js');
const { localUrl, mapUrls } = require('./lib/mapping.js');
const { warnOnce } = require('./lib/once.js');
const { checkedOptions } = require('./lib/options.js');
const { prepare, shown } = require('./lib/prepare.js');
const { stringsOf } = require('./lib/walk.js');

/** Which of them are R2's the service knows. */
const isCandidate = (text) => /^https?:\/\//i.test(text);

const unchanged = (reason) => ({
    status: 'unchanged',
    urlMappings: {},
    failed: [],
    skipped: [],
    reason,
    lease: null,
});

async function prepared(urls, { log = warnOnce, ...options }) {
    if (urls.length === 0) return unchanged('There is no URL in the props.');
    try {
        const outcome = await prepare(urls, options);
        for (const { url, error } of outcome.failed) {
            log(`r2cache: ${shown(url)} keeps its original URL: ${error}`);
        }
        return outcome;
    } catch (error) {
        if (options.strict || !(error instanceof R2CacheError)) throw error;
        log(`r2cache: the render goes on with the original URLs. ${error.message}`);
        return unchanged(error.message);
    }
}

/** See index.d.ts. */
async function withR2Cache(inputProps, givenOptions) {
    const options = checkedOptions(givenOptions);
    if (options.signal && options.signal.aborted) throw options.signal.reason;
    const strings = [...stringsOf(inputProps), ...options.urls];
    const urls = [...new Set(strings.filter(isCandidate))];
    const { lease, ...outcome } = await prepared(urls, options);
    const release = async () => {
        if (lease) await lease.end();
    };
    const result = { props: mapUrls(inputProps, outcome.urlMappings), ...outcome, release };
    if (Symbol.asyncDispose) {
        Object.defineProperty(result, Symbol.asyncDispose, { value: release });
    }
    return result;
}

module.exports = { R2CacheError, localUrl, mapUrls, withR2Cache };
