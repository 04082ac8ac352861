// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const { Api } = require('./api.js');
const { R2CacheError } = require('./error.js');
const { findService } = require('./findservice.js');
const { cancelJob, followJob, startJob } = require('./job.js');
const { Lease } = require('./lease.js');

/** A string that may be shown: without what may be a signature. */
const shown = (url) => url.split(/[?#]/, 1)[0];

function checkFailed(failed) {
    if (failed.length === 0) return;
    const [{ url, error }] = failed;
    throw new R2CacheError(
        'failed_urls',
        `${failed.length} of the videos could not be cached, first ${shown(url)}: ${error}`,
        { failed }
    );
}

/** The lease of a job that was started, or null if it opened none. */
function leaseOf(api, { leaseId }, urls, options) {
    if (!leaseId) return null;
    return new Lease({
        api,
        id: leaseId,
        leaseMs: options.leaseMs,
        find: () => new Api(findService(options)),
        reopen: async (service, signal) =>
            (await startJob(service, urls, { ...options, signal })).leaseId,
    });
}

/** Why the answer maps nothing, for who wonders. */
function reasonOf({ hasR2Urls, urlMappings, failed, skipped }, count) {
    if (Object.keys(urlMappings).length > 0) return null;
    if (!hasR2Urls) {
        return (
            `None of ${count} URLs in the props is a video on R2. A bucket behind a domain of your ` +
            'own has to be named in CACHE_CUSTOM_DOMAINS.'
        );
    }
    if (failed.length > 0) return 'None of the videos could be cached, see failed.';
    if (skipped.length > 0) return 'The processing options leave out every video, see skipped.';
    return 'The cache is switched off (CACHE_ENABLED=false).';
}

/**
 * Has @p urls cached.
 * @return {status, urlMappings, failed, skipped, reason, lease}; throws R2CacheError where the
 * service cannot be used, and what @p options.signal or onProgress throws. Then no lease is left.
 */
async function prepare(urls, options) {
    const api = new Api(findService(options));
    const started = await startJob(api, urls, options);
    const lease = leaseOf(api, started, urls, options);
    let job;
    try {
        job = await followJob(api, started.jobId, options);
        if (options.strict) {
            if (!job) {
                throw new R2CacheError(
                    'timed_out',
                    `The videos are not here after ${options.timeoutMs} ms (timeoutMs). Downloads ` +
                        'go on in the cache: try again later, or allow more time.'
                );
            }
            checkFailed(job.result ? job.result.failed : job.urls.filter(({ error }) => error));
        }
    } catch (error) {
        const isOver = error.code === 'timed_out' || error.code === 'failed_urls';
        await Promise.all([isOver || cancelJob(api, started.jobId), lease && lease.end()]);
        throw error;
    }
    // The service drops large results when others come at the same time. What was foretold is as
    // good: a video that is missing is fetched when it is read.
    const answer = (job && job.result) ?? started;
    const { urlMappings, failed, skipped } = answer;
    const reason = reasonOf(answer, urls.length);
    const status = reason !== null ? 'unchanged' : job ? 'ready' : 'streaming';
    if (Object.keys(urlMappings).length === 0 && lease) await lease.end();
    return { status, urlMappings, failed, skipped, reason, lease };
}

module.exports = { prepare, shown };
