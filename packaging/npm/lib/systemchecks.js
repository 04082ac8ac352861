// SPDX-License-Identifier: GPL-3.0-or-later
// What test-r2-cache-system.js looks at, in its order. Each gives {said} or {skipped}, or throws.
'use strict';

const assert = require('node:assert/strict');
const { withR2Cache } = require('../index.js');
const { send } = require('./http.js');

const example = 'https://example.r2.dev/videos/background-1080p.mp4';
const emptyCache =
    'the cache holds no video: give the URL of one (node test-r2-cache-system.js URL)';
const timeoutMs = 30_000;

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

async function initialized({ api }) {
    const { status, services, cache } = await api.call('GET', '/api/cache/status');
    assert.equal(services.cacheInitialized, true, 'the cache is not initialized');
    assert.equal(services.proxyRunning, true, 'the proxy does not run');
    const videos = count(cache.entryCount, 'video');
    return { said: `${status}, ${videos} in ${services.cacheDirectory}` };
}

async function detection({ api }) {
    const config = {
        backgroundSettings: { backgroundUrl: example },
        // Not one of these is a video on R2.
        others: [
            'https://r2.dev.example.com/a.mp4',
            `See ${example}`,
            'https://example.r2.dev/a.png',
        ],
    };
    const answer = await api.call('POST', '/api/cache/analyze-config', { body: { config } });
    assert.deepEqual(
        answer.urls.map(({ url, configPath }) => [url, configPath]),
        [[example, 'backgroundSettings.backgroundUrl']]
    );
    const [{ estimatedSize, videoQuality }] = answer.urls;
    assert.equal(estimatedSize, 'large');
    return { said: `1 of 4 strings, ${estimatedSize}, quality ${videoQuality}` };
}

async function validation({ api }) {
    const verdict = async (url) =>
        (await api.call('POST', '/api/cache/validate-url', { body: { url } })).isValid;
    const wrong = ['https://r2.dev.example.com/a.mp4', 'https://example.r2.dev/page.html'];
    assert.equal(await verdict(example), true, `${example} was refused`);
    for (const url of wrong) assert.equal(await verdict(url), false, `${url} was accepted`);
    return { said: `1 URL accepted, ${wrong.length} refused` };
}

async function statistics({ api }) {
    const { cache, proxy, summary } = await api.call('GET', '/api/cache/stats');
    assert.ok(summary.hitRate >= 0 && summary.hitRate <= 100, `hit rate ${summary.hitRate}`);
    assert.equal(cache.entryCount, summary.totalCachedVideos);
    const requests = count(proxy.totalRequests, 'request');
    return { said: `hit rate ${summary.hitRate.toFixed(1)} %, ${requests} served` };
}

async function health({ api }) {
    const { status, issues, diskSpace } = await api.call('GET', '/api/cache/health');
    assert.notEqual(status, 'critical', issues.join(' '));
    const free = diskSpace ? `, ${Math.round(diskSpace.available / 1e9)} GB free` : '';
    return { said: [`${status}${free}`, ...issues].join('; ') };
}

/** The entry to work with: the URL's, or the newest one. */
async function entryFor({ api, url }) {
    if (!url) {
        const path = '/api/cache/entries?limit=1&status=ready';
        return (await api.call('GET', path)).entries[0];
    }
    const body = { urls: [url], priority: 'high', wait: true, waitMs: 20_000 };
    const { results, jobId } = await api.call('POST', '/api/cache/pre-cache', { body });
    assert.ok(results, `not here within 20 s: run this again later (job ${jobId})`);
    assert.ok(results[0].success, results[0].error);
    return results[0].cacheEntry;
}

async function readRange(localUrl) {
    const headers = { Range: 'bytes=0-99' };
    const { status } = await send(localUrl, { headers, timeoutMs });
    assert.equal(status, 206, `a range of ${localUrl} was answered with ${status}`);
}

async function proxy(context) {
    const entry = await entryFor(context);
    if (!entry) return { skipped: emptyCache };
    context.entry = entry;
    await readRange(entry.localUrl);
    const name = entry.localUrl.split('/').pop();
    const test = await context.api.call('GET', `/api/cache/proxy/test/${name}`);
    assert.ok(test.success, test.error);
    return {
        said: `${test.fileSizeBytes} bytes in ${test.responseTimeMs.toFixed(1)} ms, and a range`,
    };
}

async function optimization({ api }) {
    const { result } = await api.call('POST', '/api/cache/optimize', { timeoutMs: 120_000 });
    assert.deepEqual(result.errors, []);
    const removed = count(result.removedEntries, 'entry').replace('entrys', 'entries');
    return { said: `${removed} removed, ${result.cleanupDurationMs} ms` };
}

async function integration({ api, address, entry, url }) {
    if (!entry) return { skipped: url ? 'the video is not in the cache' : emptyCache };
    const original = url ?? entry.originalUrl;
    const props = { scenes: [{ src: `${original}#t=0,1`, startFrame: 1 }] };
    const cached = await withR2Cache(props, { ...address, strict: true });
    try {
        const [{ src, startFrame }] = cached.props.scenes;
        assert.match(src, /\/video\/[0-9a-f]{32}(-\d+)?\.\w+#t=0,1$/);
        assert.equal(startFrame, 1);
        await readRange(src.split('#')[0]);
    } finally {
        await cached.release();
    }
    const { leased } = (await api.call('GET', `/api/cache/entry/${entry.id}`)).entry;
    return {
        said: `props rewritten, the video read and let go${leased ? ' (others hold it)' : ''}`,
    };
}

const checks = [
    { title: 'Cache system initialization', run: initialized },
    { title: 'R2 URL detection and analysis', run: detection },
    { title: 'URL validation', run: validation },
    { title: 'Cache statistics and monitoring', run: statistics },
    { title: 'Health checks', run: health },
    { title: 'Proxy server functionality', run: proxy },
    { title: 'Cache optimization', run: optimization },
    { title: 'Video service integration', run: integration },
];

module.exports = { checks };
