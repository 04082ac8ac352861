// SPDX-License-Identifier: GPL-3.0-or-later
// The command lines of the project's first description, by real programs and as they stand: only the
// ports and the directory are those of the test, and the token is added.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { R2Dev } from './lib/r2dev.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

const random = new Random(7);
const video1 = videoLikeBytes(random, 300_000);
const tested = videoLikeBytes(random, 200_000);
const background = videoLikeBytes(random, 100_000);

describe('the command lines of the first description', () => {
    const folder = temporaryFolder();
    const empty = join(folder, 'empty'); // nothing for the shell to expand
    let origin, r2, service;

    before(async () => {
        await mkdir(empty);
        await writeFiles(join(folder, 'origin'), {
            'videos/video1.mp4': video1,
            'videos/test.mp4': tested,
            'videos/background.mp4': background,
        });
        origin = await Origin.start(join(folder, 'origin'));
        r2 = await R2Dev.start(folder, origin.url);
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { ...r2.settings, CACHE_MAX_RETRY_ATTEMPTS: '1' },
            wrapper: r2.wrapper,
        });
    });
    after(() => service?.stop());
    after(() => r2?.stop());
    after(() => origin?.stop());

    /** Runs a line in bash; @return what it printed. */
    async function shell(line) {
        const port = (url) => new URL(url).port;
        const text = line
            .replaceAll('localhost:3000', `localhost:${port(service.apiUrl)}`)
            .replaceAll('localhost:3001', `localhost:${port(service.proxyUrl)}`)
            .replace(/ :3001$/, ` :${port(service.proxyUrl)}`)
            .replace('temp/video-cache', service.cacheDirectory)
            .replace(/^curl /, `curl -sS -H "Authorization: Bearer ${service.token}" `);
        const { stdout } = await run('bash', ['-o', 'pipefail', '-c', text], { cwd: empty });
        return stdout;
    }

    /** The data of an answer that has to be a success. */
    async function data(line) {
        const answer = JSON.parse(await shell(line));
        assert.equal(answer.success, true, JSON.stringify(answer));
        return answer.data;
    }

    const has = (object, ...names) => {
        for (const name of names) assert.ok(name in object, `${name} in ${Object.keys(object)}`);
    };

    test('pre-cache URLs', async () => {
        const { results, summary } =
            await data(`curl -X POST http://localhost:3000/api/cache/pre-cache \\
  -H "Content-Type: application/json" \\
  -d '{
    "urls": ["https://example.r2.dev/videos/video1.mp4"],
    "priority": "high",
    "tags": ["pre-cache"]
  }'`);
        assert.deepEqual(summary, { total: 1, successful: 1, failed: 0 });
        const { cacheEntry } = results[0];
        assert.equal(cacheEntry.originalUrl, 'https://example.r2.dev/videos/video1.mp4');
        assert.deepEqual(cacheEntry.tags, ['pre-cache']);
        assert.equal(cacheEntry.fileSizeBytes, video1.length);
        assert.ok(r2.asked.includes('example.r2.dev:443'));
    });

    test('test with real R2 URLs, and verify that caching worked', async () => {
        const { results } = await data(`curl -X POST http://localhost:3000/api/cache/pre-cache \\
  -H "Content-Type: application/json" \\
  -d '{"urls": ["https://your-r2-domain.r2.dev/videos/test.mp4"]}'`);
        assert.equal(results[0].success, true, JSON.stringify(results));
        const name = basename(results[0].cacheEntry.localUrl, '.mp4');
        const asked = r2.asked.length;
        const line = 'curl http://localhost:3001/video/{generated-filename}.mp4';
        const read = `${line.replace('{generated-filename}', name)} | sha256sum`;
        assert.match(await shell(read), new RegExp(`^${results[0].cacheEntry.sha256} `));
        assert.equal(r2.asked.length, asked, 'served from the cache');
    });

    test('check the status', async () => {
        const status = await data('curl http://localhost:3000/api/cache/status');
        has(status, 'status', 'timestamp', 'cache', 'proxy', 'manager', 'health', 'services');
        assert.equal(status.cache.entryCount, 2);
    });

    test('get the statistics', async () => {
        const stats = await data('curl http://localhost:3000/api/cache/stats');
        assert.equal(stats.cache.currentSizeBytes, video1.length + tested.length);
        assert.equal(stats.proxy.totalBytesServed >= tested.length, true);
    });

    test('list the entries', async () => {
        const { entries, pagination } = await data(
            'curl http://localhost:3000/api/cache/entries?limit=10'
        );
        assert.equal(pagination.limit, 10);
        assert.deepEqual(entries.map(({ originalUrl }) => originalUrl).sort(), [
            'https://example.r2.dev/videos/video1.mp4',
            'https://your-r2-domain.r2.dev/videos/test.mp4',
        ]);
    });

    test('analyze a config without caching', async () => {
        // The line leaves the config out; this is the one that stands there above it.
        const url = 'https://example.r2.dev/videos/background.mp4';
        const config = JSON.stringify({ backgroundSettings: { backgroundUrl: url } });
        const line = `curl -X POST http://localhost:3000/api/cache/analyze-config \\
  -H "Content-Type: application/json" \\
  -d '{"config": {...your video config...}}'`;
        const unfilled = JSON.parse(await shell(line));
        assert.equal(unfilled.code, 'invalid_json');

        const { analysis, urls } = await data(
            line.replace('{...your video config...}', () => config)
        );
        assert.equal(analysis.totalUrls, 1);
        assert.equal(analysis.missing, 1);
        assert.equal(urls[0].configPath, 'backgroundSettings.backgroundUrl');
        const { cache } = await data('curl http://localhost:3000/api/cache/stats');
        assert.equal(cache.entryCount, 2);
    });

    test('monitor the health', async () => {
        const health = await data('curl http://localhost:3000/api/cache/health');
        has(health, 'status', 'timestamp', 'diskSpace', 'metrics', 'issues', 'recommendations');
        const filtered = await shell("curl http://localhost:3000/api/cache/health | jq '.data'");
        assert.equal(JSON.parse(filtered).status, 'healthy');
    });

    test('check the services', async () => {
        const line = "curl http://localhost:3000/api/cache/status | jq '.data.services'";
        assert.deepEqual(JSON.parse(await shell(line)), {
            cacheInitialized: true,
            proxyRunning: true,
            proxyPort: Number(new URL(service.proxyUrl).port),
            cacheDirectory: service.cacheDirectory,
        });
    });

    test('view the statistics', async () => {
        const line = "curl http://localhost:3000/api/cache/stats | jq '.data.summary'";
        const summary = JSON.parse(await shell(line));
        assert.equal(summary.totalCachedVideos, 2);
        assert.equal(summary.totalCacheSize, video1.length + tested.length);
        assert.ok(summary.hitRate >= 0 && summary.hitRate <= 100);
        has(summary, 'totalRequests', 'totalBytesServed', 'averageResponseTime');
        has(summary, 'activeConnections');
    });

    test('optimize the cache', async () => {
        const { result, message } = await data(
            'curl -X POST http://localhost:3000/api/cache/optimize'
        );
        assert.deepEqual([result.removedEntries, result.errors], [0, []]);
        assert.equal(typeof message, 'string');
    });

    test('clear the cache', async () => {
        const { result } = await data(`curl -X POST http://localhost:3000/api/cache/clear \\
  -H "Content-Type: application/json" \\
  -d '{"strategy": "lru"}'`);
        assert.equal(result.strategy, 'lru');
        assert.equal(result.removedEntries, 0, 'nothing is above 80 % of the limits');
    });

    test('fix the permissions of the directory', async () => {
        await shell('chmod 755 temp/video-cache');
        const { results } = await data(`curl -X POST http://localhost:3000/api/cache/pre-cache \\
  -H "Content-Type: application/json" \\
  -d '{"urls": ["https://example.r2.dev/videos/background.mp4"]}'`);
        assert.equal(results[0].success, true, JSON.stringify(results));
        assert.match(
            await shell(`curl ${results[0].cacheEntry.localUrl} | sha256sum`),
            new RegExp(`^${results[0].cacheEntry.sha256} `)
        );
    });

    test('find out who holds the port of the proxy', async () => {
        const lines = (await shell('lsof -i :3001')).trim().split('\n');
        const listening = lines.filter((line) => line.includes('LISTEN'));
        assert.ok(listening.length >= 1, lines.join('\n'));
        for (const line of listening) {
            const [command, pid] = line.split(/\s+/);
            assert.deepEqual([command, Number(pid)], ['r2cache', service.endpoint.pid], line);
            assert.match(line, /TCP (localhost|127\.0\.0\.1|\[::1\]|ip6-localhost):/, 'loopback only');
        }
    });

    test('check the available space', async () => {
        const [, line] = (await shell('df -h temp/video-cache')).trim().split('\n');
        const [, number, unit] = /^([\d.]+)([KMGT])$/.exec(line.split(/\s+/)[3]);
        const available = Number(number) * 1024 ** ' KMGT'.indexOf(unit);
        const { diskSpace } = await data('curl http://localhost:3000/api/cache/health');
        // df rounds to two digits, and others write to this disk meanwhile.
        const ratio = diskSpace.available / available;
        assert.ok(ratio > 0.85 && ratio < 1.1, `${line}: ${diskSpace.available}`);
        const percent = Number.parseInt(line.split(/\s+/)[4], 10); // df rounds up
        assert.ok(Math.abs(diskSpace.usagePercent - percent) < 1.5, `${line}: ${diskSpace.usagePercent}`);
    });

    test('clear the cache by hand', async () => {
        const { result } = await data('curl -X POST http://localhost:3000/api/cache/clear');
        assert.equal(result.strategy, 'lru');
        has(result, 'removedEntries', 'bytesFreed', 'cleanupDurationMs', 'errors');
    });
});
