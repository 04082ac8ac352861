// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up for real or becomes read-only, an index damaged and a clock moved while
// r2cache was stopped: what was whole is served, and it recovers.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { onDisk, seeing, seenBy } from './lib/disks.mjs';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { waitUntil } from './lib/wait.mjs';

const random = new Random(7);
const folder = temporaryFolder();
const videos = {};
for (let i = 0; i < 8; ++i) videos[`v${i}.mp4`] = videoLikeBytes(random, 30_000_000);
let origin;

before(async () => {
    await writeFiles(join(folder, 'origin'), videos);
    origin = await Origin.start(join(folder, 'origin'));
});
after(() => origin?.stop());

/** Entries are the origin's bytes, read through the proxy. */
async function isWhole(service, name, from = 'HIT') {
    const entry = (await service.entries()).find(({ originalUrl }) => originalUrl.endsWith(name));
    assert.ok(entry, `${name} is an entry`);
    const answer = await request(entry.localUrl);
    assert.equal(answer.status, 200, name);
    assert.equal(answer.headers['x-cache'], from, name);
    assert.equal(sha256(answer.body), sha256(videos[name]), name);
}

const health = (service) => service.data('GET', '/api/cache/health');

describe('an index damaged while stopped', () => {
    const home = join(folder, 'index');
    const settings = () => ({ CACHE_CUSTOM_DOMAINS: origin.url });
    let index;

    before(async () => {
        const service = await Service.start({ home, settings: settings() });
        const { summary } = await service.preCache([origin.urlOf('v0.mp4')]);
        assert.equal(summary.successful, 1);
        await service.stop();
        const state = join(home, 'state_home');
        const name = readdirSync(state, { recursive: true }).find((path) =>
            path.endsWith('index.sqlite')
        );
        index = join(state, name);
    });

    const damages = {
        deleted: () => rmSync(index),
        'of zero length': () => truncateSync(index, 0),
        'cut in the middle': async () => truncateSync(index, (await readFile(index)).length / 2),
        'with a broken header': async () => {
            const bytes = await readFile(index);
            bytes.fill(0x5a, 0, 100);
            await writeFile(index, bytes);
        },
        'with random bytes in its middle': async () => {
            const bytes = await readFile(index);
            for (let i = 4096; i < bytes.length; ++i) bytes[i] = random.integer(0, 255);
            await writeFile(index, bytes);
        },
        'beside a log of random bytes': () =>
            writeFileSync(`${index}-wal`, Buffer.from(videos['v1.mp4'].subarray(0, 50_000))),
    };
    for (const [name, damage] of Object.entries(damages)) {
        test(name, async () => {
            await damage();
            const service = await Service.start({ home, settings: settings() });
            try {
                const isAdopted = async () => (await service.entries()).length === 1;
                await waitUntil('the entry is there again', isAdopted);
                await isWhole(service, 'v0.mp4');
                if (/header|middle/.test(name)) {
                    const said = JSON.stringify((await health(service)).issues);
                    assert.match(said, /index was damaged/);
                }
            } finally {
                await service.stop();
            }
            assert.ok(existsSync(index));
        });
    }

    test('a killed service whose log was deleted', async () => {
        const service = await Service.start({ home, settings: settings() });
        await service.kill();
        for (const part of ['-wal', '-shm']) rmSync(index + part, { force: true });
        const next = await Service.start({ home, settings: settings() });
        try {
            await waitUntil('it is there', async () => (await next.entries()).length === 1);
            await isWhole(next, 'v0.mp4');
        } finally {
            await next.stop();
        }
    });
});

describe('a disk of 200 MB under higher limits', () => {
    const home = join(folder, 'full');
    let service;
    const seen = () => seenBy(service.child.process.pid, service.cacheDirectory);

    before(async () => {
        const settings = {
            CACHE_CUSTOM_DOMAINS: origin.url,
            CACHE_MIN_FREE_GB: '0.001',
            CACHE_MAX_RETRY_ATTEMPTS: '0',
        };
        await run('mkdir', ['-p', join(home, 'videos')]);
        const wrapper = await onDisk(join(home, 'videos'), 'size=200m');
        service = await Service.start({ home, settings, wrapper });
    });
    after(() => service?.stop());

    test('what does not fit is refused while a lease holds the rest, and fits then', async () => {
        const config = Object.fromEntries(
            Object.keys(videos).map((name) => [name, origin.urlOf(name)])
        );
        const done = await service.processConfig(JSON.stringify(config));
        assert.ok(done.failed.length > 0, 'eight of 30 MB do not fit');
        for (const { url, error } of done.failed) {
            assert.match(JSON.stringify(error), /cache_full|space|full|disk/i);
            assert.equal(Object.values(done.updatedConfig).includes(url), true);
        }
        const whole = await service.entries();
        assert.equal(whole.length + done.failed.length, 8);
        for (const { originalUrl } of whole) await isWhole(service, originalUrl.split('/').pop());
        const left = readdirSync(join(seen(), 'partial'));
        assert.deepEqual(left, [], 'nothing half-written');
        await service.data('DELETE', `/api/cache/lease/${done.leaseId}`);
        const { url } = done.failed[0];
        const { summary } = await service.preCache([url]);
        assert.equal(summary.successful, 1, 'eviction makes room');
        await isWhole(service, url.split('/').pop());
    });

    test('another process fills it: said, and over when that file is gone', async () => {
        const filler = join(seen(), 'filler');
        // Whatever is free, until the disk refuses more.
        await run('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null || true', filler]);
        const entries = await service.entries();
        const cached = entries.map(({ originalUrl }) => originalUrl.split('/').pop());
        const missing = Object.keys(videos).find((name) => !cached.includes(name));
        const url = origin.urlOf(missing);
        const issues = await waitUntil('health says so', async () => {
            const { status, issues: named } = await health(service);
            return status !== 'healthy' && named.length > 0 && JSON.stringify(named);
        });
        assert.match(issues, /disk|space|free/i);
        rmSync(filler);
        const { summary } = await service.preCache([url]);
        assert.equal(summary.successful, 1);
        await isWhole(service, missing);
    });
});

describe('a directory that becomes read-only', () => {
    const home = join(folder, 'readonly');
    const directory = join(home, 'videos');
    let service;

    before(async () => {
        await run('mkdir', ['-p', directory]);
        service = await Service.start({
            home,
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '0' },
            wrapper: await seeing([]),
        });
    });
    after(() => service?.stop());

    /** In the service's mount namespace, and its root: these tests may run in a chroot. */
    const there = (...command) => {
        const target = ['-t', String(service.child.process.pid), '--mount', '--root', '--wd'];
        return run('nsenter', [...target, ...command]);
    };
    // Over itself: where a file is open for writing, as the lock is, a mount refuses to change.
    const makeReadOnly = async () => {
        await there('mount', '--bind', directory, directory);
        await there('mount', '-o', 'remount,bind,ro', directory);
    };
    const directoryCheck = async () =>
        (await health(service)).checks.find(({ name }) => name === 'directory');

    test('serves what it has, says what to do, and recovers', async () => {
        assert.equal((await service.preCache([origin.urlOf('v0.mp4')])).summary.successful, 1);
        await makeReadOnly();
        await isWhole(service, 'v0.mp4');
        const { summary, results } = await service.preCache([origin.urlOf('v1.mp4')]);
        assert.equal(summary.failed, 1);
        assert.match(JSON.stringify(results[0].error), /read-only/i);
        const check = await directoryCheck();
        assert.equal(check.status, 'critical');
        assert.match(check.issue, /Nothing can be written.*read-only/i);
        assert.match(check.recommendation, /[Mm]ount/);
        await there('mount', '-o', 'remount,bind,rw', directory);
        assert.equal((await directoryCheck()).status, 'ok');
        assert.equal((await service.preCache([origin.urlOf('v1.mp4')])).summary.successful, 1);
        await isWhole(service, 'v1.mp4');
    });
});

describe('a clock that was moved between runs', () => {
    const home = join(folder, 'clock');
    const settings = () => ({ CACHE_CUSTOM_DOMAINS: origin.url });
    /** What is put in front of a command so that its wall clock is @p offset off. */
    const at = async (offset) => {
        const { stdout } = await run('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketimeMT.so.1']);
        const library = stdout.trim();
        const onlyWallTime = 'FAKETIME_DONT_FAKE_MONOTONIC=1';
        return ['env', `LD_PRELOAD=${library}`, `FAKETIME=${offset}`, onlyWallTime];
    };
    const clockCheck = async (service) =>
        (await health(service)).checks.find(({ name }) => name === 'clock');

    async function runAt(offset, story) {
        const wrapper = await at(offset);
        const service = await Service.start({ home, settings: settings(), wrapper });
        try {
            await story(service);
        } finally {
            await service.stop();
        }
    }

    test('loses nothing, and going back is said', async () => {
        await runAt('+0d', async (service) => {
            const { summary } = await service.preCache([origin.urlOf('v0.mp4')]);
            assert.equal(summary.successful, 1);
            assert.equal((await clockCheck(service)).status, 'ok');
        });
        await runAt('-2d', async (service) => {
            await isWhole(service, 'v0.mp4');
            const check = await clockCheck(service);
            assert.equal(check.status, 'warning');
            assert.match(check.issue, /4[78] hours behind/);
            assert.match(check.recommendation, /clock/);
        });
        await runAt('+3650d', async (service) => {
            const [entry] = await service.entries();
            assert.equal(entry.status, 'expired');
            await isWhole(service, 'v0.mp4', 'STALE');
        });
        await runAt('+0d', async (service) => {
            await isWhole(service, 'v0.mp4');
            assert.equal((await clockCheck(service)).status, 'warning'); // ten years behind
        });
    });
});
