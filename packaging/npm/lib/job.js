// SPDX-License-Identifier: GPL-3.0-or-later
// process-config as a job: it answers at once, and is asked how far it is until it has ended.
'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

const firstPauseMs = 50;
const longestPauseMs = 1000;

/** Candidates alone: the rest of the props may be no JSON at all. */
function startJob(api, urls, { tags, leaseMs, processing, signal }) {
    return api.call('POST', '/api/cache/process-config', {
        body: { config: urls, options: processing ?? null, wait: false, leaseMs, tags },
        signal,
    });
}

const sum = (items, name) => items.reduce((total, item) => total + (item[name] ?? 0), 0);

/** How far a job is, for onProgress. */
function progressOf({ summary, urls }) {
    const isKnown = urls.every(({ totalBytes, error }) => Number.isInteger(totalBytes) || error);
    return {
        total: summary.total,
        done: summary.done,
        failed: summary.failed,
        receivedBytes: sum(urls, 'receivedBytes'),
        totalBytes: isKnown ? sum(urls, 'totalBytes') : null,
        bytesPerSecond: sum(urls, 'bytesPerSecond'),
    };
}

/**
 * Asks until the job has ended.
 * @return the job; null if @p timeoutMs is over before. Rejects as Api.call() does.
 */
async function followJob(api, jobId, { timeoutMs, signal, onProgress }) {
    const deadline = performance.now() + timeoutMs;
    let pauseMs = firstPauseMs;
    let told;
    for (;;) {
        const job = await api.call('GET', `/api/cache/jobs/${jobId}`, { signal });
        const progress = progressOf(job);
        if (onProgress && JSON.stringify(progress) !== told) {
            told = JSON.stringify(progress);
            onProgress(progress);
        }
        if (job.status !== 'running') return job;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return null;
        await sleep(Math.min(pauseMs, leftMs), undefined, { signal }).catch((error) => {
            throw signal && signal.aborted ? (signal.reason ?? error) : error;
        });
        pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
    }
}

/** Nobody waits for it any more. That it has ended meanwhile is no matter. */
async function cancelJob(api, jobId) {
    await api.call('DELETE', `/api/cache/jobs/${jobId}`, { timeoutMs: 5000 }).catch(() => {});
}

module.exports = { cancelJob, followJob, startJob };
