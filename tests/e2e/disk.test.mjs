// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up for real or becomes read-only, an index damaged and a clock moved while
// r2cache was stopped: what was whole is served, and it recovers.
import assert from 'node:assert/strict';
import {
    copyFileSync,
    existsSync,
    readdirSync,
    rmSync,
    statSync,
    truncateSync,
    writeFileSync,
} from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { onDisk, seeing, seenBy } from './lib/disks.mjs';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Child, run } from './lib/processes.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn, sleep, waitUntil } from './lib/wait.mjs';

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

describe('origins that always break off', () => {
    const limit = 0.06; // GB: 64 MB, two videos of 30 MB
    let service;
    const settings = () => ({
        CACHE_CUSTOM_DOMAINS: origin.url,
        CACHE_MAX_SIZE_GB: String(limit),
        CACHE_MAX_CONCURRENT_DOWNLOADS: '1',
        CACHE_MAX_RETRY_ATTEMPTS: '0',
    });
    const start = async () => {
        service = await Service.start({ home: join(folder, 'broken-off'), settings: settings() });
    };
    const kept = async () => (await service.data('GET', '/api/cache/status')).manager.partialBytes;
    const onDisk = async () => {
        const said = await run('du', ['-sB1', service.cacheDirectory]);
        return Number.parseInt(said.stdout, 10);
    };
    /** Their first chunk comes, and nothing after it. @return the most that lay on the disk. */
    const breakOff = async (names) => {
        let most = 0;
        for (const name of names) {
            const { summary } = await service.preCache([origin.urlOf(name, 'after=1,status=503')]);
            assert.equal(summary.failed, 1, name);
            most = Math.max(most, await onDisk());
        }
        return most;
    };

    before(start);
    after(() => service?.stop());

    test('what they leave counts, and goes before what is whole', async () => {
        assert.equal((await service.preCache([origin.urlOf('v7.mp4')])).summary.successful, 1);
        const before = await onDisk();
        await breakOff(['v0.mp4']);
        const one = (await onDisk()) - before;
        assert.ok(one > 1_000_000, 'something is kept of it');
        assert.ok(Math.abs((await kept()) - one) < 100_000, `${await kept()} of ${one}`);
        const most = await breakOff(Object.keys(videos).slice(1, 7));
        assert.ok(7 * one + before > limit * 1024 ** 3, 'all of them would be too much');
        assert.ok(most <= limit * 1024 ** 3, `${most} bytes`);
        await isWhole(service, 'v7.mp4');
    });

    test('what an earlier run left does so too', async () => {
        assert.ok((await kept()) > 0);
        await service.stop();
        await start();
        const left = await kept();
        assert.ok(left > 1_000_000, 'it is known after a restart');
        assert.equal((await service.preCache([origin.urlOf('v1.mp4')])).summary.successful, 1);
        assert.ok((await kept()) < left, 'it made room');
        assert.ok((await onDisk()) <= limit * 1024 ** 3);
        await isWhole(service, 'v7.mp4');
        await isWhole(service, 'v1.mp4');
    });
});

describe('a full disk that holds the index too', () => {
    const home = join(folder, 'all-on-one');
    const disk = join(home, 'disk');
    const settings = () => ({
        CACHE_CUSTOM_DOMAINS: origin.url,
        CACHE_DIRECTORY: join(disk, 'videos'),
        CACHE_MIN_FREE_GB: '0.001',
        CACHE_MAX_RETRY_ATTEMPTS: '0',
        XDG_STATE_HOME: join(disk, 'state'),
    });
    let holder; // keeps the disk while no r2cache runs
    let service;
    const onTheDisk = (...names) => join(seenBy(holder.process.pid, disk), ...names);
    const start = () => {
        const target = ['-t', String(holder.process.pid), '--mount', '--root', '--wd'];
        return Service.start({ home, settings: settings(), wrapper: ['nsenter', ...target] });
    };

    before(async () => {
        await run('mkdir', ['-p', disk]);
        const [command, ...wrapper] = await onDisk(disk, 'size=150m');
        const script = 'mkdir -m 700 "$0/state" && echo mounted && exec sleep 600';
        holder = new Child('disk', command, [...wrapper, 'sh', '-c', script, disk]);
        await holder.line(/^mounted$/m);
        service = await start();
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => holder?.stop()
        )
    );

    /** Takes all but @p free bytes of the disk. */
    async function fill(free) {
        const filler = onTheDisk('filler');
        // Whatever is free, until the disk refuses more.
        await run('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null || true', filler]);
        truncateSync(filler, statSync(filler).size - free);
    }
    const makeRoom = () => rmSync(onTheDisk('filler'));

    /** What writes to the index, a little and a lot; each is done or refused in words. */
    async function writes(round) {
        const { id } = (await service.entries()).find(({ originalUrl }) =>
            originalUrl.endsWith('v0.mp4')
        );
        const long = 'x'.repeat(1500);
        const unknown = Array.from({ length: 300 }, (_, i) =>
            origin.urlOf(`${round}-${i}-${long}.mp4`)
        );
        const tags = Array.from({ length: 30 }, (_, i) => `${round}-${i}-${'y'.repeat(50)}`);
        const calls = [
            ['POST', `/api/cache/entry/${id}/pin`],
            ['POST', '/api/cache/entries/batch', { action: 'tag', ids: [id], tags }],
            ['POST', '/api/cache/process-config', { config: unknown, wait: false }],
            ['POST', '/api/cache/renders', { success: true, composition: `round ${round}` }],
            ['POST', '/api/cache/pre-cache', { urls: [origin.urlOf('v7.mp4')] }],
            ['POST', '/api/cache/optimize'],
            ['DELETE', `/api/cache/entry/${id}/pin`],
        ];
        const statuses = [];
        for (const [method, path, body] of calls) {
            const answer = await service.api(method, path, body);
            statuses.push(answer.status);
            const { success, error, code } = answer.json();
            if (success) continue;
            assert.equal(answer.status, 507, `${method} ${path}: ${answer.text}`);
            assert.match(`${code} ${error}`, /full|space|disk/i);
        }
        return statuses;
    }

    test('serves on, refuses in words what it cannot note, and recovers', async () => {
        // Held by a render: else it may be evicted for CACHE_MIN_FREE_GB.
        const config = [origin.urlOf('v0.mp4')];
        const held = await service.data('POST', '/api/cache/process-config', { config });
        assert.deepEqual(held.failed, []);
        const seen = [];
        // Room for nothing, for a page, for the beginning of what is to be written.
        for (const free of [0, 4096, 16384, 65536, 262144]) {
            await fill(free);
            seen.push(...(await writes(free)));
            await isWhole(service, 'v0.mp4');
            const { status } = await health(service);
            assert.notEqual(status, 'healthy');
            makeRoom();
        }
        assert.ok(seen.includes(507), `something did not fit: ${seen}`);
        const isHealthy = async () => (await health(service)).status === 'healthy';
        await waitUntil('health is restored', isHealthy);
        const statuses = await writes('after');
        assert.ok(statuses.every((status) => status < 300), `${statuses}`);
        await isWhole(service, 'v7.mp4');
    });

    test('survives a kill and a start on the full disk, its index unharmed', async () => {
        await fill(0);
        await writes('before the kill');
        await service.kill();
        service = await start();
        await isWhole(service, 'v0.mp4');
        makeRoom();
        const { summary } = await service.preCache([origin.urlOf('v1.mp4')]);
        assert.equal(summary.successful, 1);
        await isWhole(service, 'v1.mp4');
        await service.stop();
        const state = onTheDisk('state');
        const name = readdirSync(state, { recursive: true }).find((path) =>
            path.endsWith('index.sqlite')
        );
        // A copy: SQLite goes to the bottom of a path, and that one is seen by its owner alone.
        const copy = join(home, 'copy.sqlite');
        copyFileSync(join(state, name), copy);
        const checks = 'PRAGMA integrity_check; PRAGMA foreign_key_check';
        const { stdout } = await run('sqlite3', [copy, checks]);
        assert.equal(stdout.trim(), 'ok');
        assert.ok(!readdirSync(state, { recursive: true }).some((path) => /damaged/.test(path)));
        service = await start();
        await isWhole(service, 'v0.mp4');
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

/** What is put in front of a command so that its wall clock is as @p variables tell libfaketime. */
async function withClock(variables) {
    const { stdout } = await run('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketimeMT.so.1']);
    const library = stdout.trim();
    const onlyWallTime = 'FAKETIME_DONT_FAKE_MONOTONIC=1';
    return ['env', `LD_PRELOAD=${library}`, ...variables, onlyWallTime];
}

const clockCheck = async (service) =>
    (await health(service)).checks.find(({ name }) => name === 'clock');

describe('a clock that was moved between runs', () => {
    const home = join(folder, 'clock');
    const settings = () => ({ CACHE_CUSTOM_DOMAINS: origin.url });

    async function runAt(offset, story) {
        const wrapper = await withClock([`FAKETIME=${offset}`]);
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

describe('a clock that is moved while it runs', () => {
    const home = join(folder, 'moving');
    const offsetFile = join(folder, 'offset');
    let offsetMs = 0;
    let service;

    /** Sets the service's wall clock to @p days from the real one. */
    async function moveTo(days) {
        await writeFile(`${offsetFile}.new`, `${days < 0 ? '' : '+'}${days}d`);
        await rename(`${offsetFile}.new`, offsetFile); // it may be read at any moment
        offsetMs = days * 86_400_000;
        const isThere = async () => {
            const { timestamp } = await service.data('GET', '/api/cache/status');
            return Math.abs(Date.parse(timestamp) - Date.now() - offsetMs) < 60_000;
        };
        if (service) await waitUntil(`the clock is ${days} days off`, isThere);
    }
    const leaseIds = async () =>
        (await service.data('GET', '/api/cache/leases')).leases.map(({ id }) => id);
    const lease = async (name, leaseMs) => {
        const config = JSON.stringify([origin.urlOf(name)]);
        return (await service.processConfig(config, { leaseMs })).leaseId;
    };
    /** More than once round the timer that ends leases. */
    const someRounds = () => sleep(2500);

    before(async () => {
        await moveTo(0);
        const file = `FAKETIME_TIMESTAMP_FILE=${offsetFile}`;
        service = await Service.start({
            home,
            settings: { CACHE_CUSTOM_DOMAINS: origin.url },
            wrapper: await withClock([file, 'FAKETIME_NO_CACHE=1']),
        });
    });
    after(() => service?.stop());

    test('neither ends a lease nor prolongs one', async () => {
        const long = await lease('v0.mp4', 3_600_000);
        for (const days of [1, 3650, -3650, 0]) {
            const brief = await lease('v1.mp4', 6000);
            const begun = performance.now();
            await moveTo(days);
            await someRounds();
            const open = await leaseIds();
            assert.ok(open.includes(long), `${days} days: an hour is not over`);
            if (performance.now() - begun < 5500)
                assert.ok(open.includes(brief), `${days} days: nor are six seconds`);
            const { leases } = await service.data('GET', '/api/cache/leases');
            const { expiresAt } = leases.find(({ id }) => id === long);
            const leftMs = Date.parse(expiresAt) - Date.now() - offsetMs;
            assert.ok(leftMs > 3_000_000 && leftMs < 3_660_000, `${leftMs} ms are left, it says`);
            const isOver = async () => !(await leaseIds()).includes(brief);
            await waitUntil(`${days} days: six seconds end`, isOver, { timeoutMs: 15_000 });
            const entry = (await service.entries()).find(({ leased }) => leased);
            const refused = await service.api('DELETE', `/api/cache/entry/${entry.id}`);
            assert.equal(refused.status, 409, 'what is leased stays');
        }
        await service.data('DELETE', `/api/cache/lease/${long}`);
    });

    test('nor disturbs a download, and every jump is said', async () => {
        // The clock of this machine may be said to be off by an origin as well as by the jump.
        for (const [name, days] of [
            ['v2.mp4', 400],
            ['v3.mp4', -400],
        ]) {
            const url = origin.urlOf(name, 'rate=10000000');
            const { jobId } = await service.preCache([url], { wait: false });
            await moveTo(days);
            const isDone = async () =>
                (await service.data('GET', `/api/cache/jobs/${jobId}`)).status !== 'running';
            await waitUntil('the job ends', isDone, { timeoutMs: 60_000 });
            await isWhole(service, name);
            await waitUntil('health says so', async () => {
                const { status, issue } = await clockCheck(service);
                const direction = days > 0 ? /(9599|9600) hours ahead/ : /(9599|9600) hours behind/;
                return status === 'warning' && direction.test(issue);
            });
        }
        await moveTo(0);
        const isSettled = async () => (await clockCheck(service)).status === 'ok';
        await waitUntil('put right, it is quiet', isSettled, { timeoutMs: 30_000 });
        for (const name of ['v0.mp4', 'v1.mp4', 'v2.mp4', 'v3.mp4']) {
            const entry = (await service.entries()).find((each) => each.originalUrl.endsWith(name));
            assert.equal(sha256((await request(entry.localUrl)).body), sha256(videos[name]), name);
        }
    });
});
