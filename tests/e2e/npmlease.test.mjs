// SPDX-License-Identifier: GPL-3.0-or-later
// How long the npm package holds a render's videos: until release(), while the process lives, and
// hardly longer, however it ends.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CountingOrigin } from './lib/countingorigin.mjs';
import { videoLikeBytes } from './lib/media.mjs';
import { Child } from './lib/processes.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { waitUntil } from './lib/wait.mjs';
import { withR2Cache } from './npm/index.mjs';

const random = new Random(13);
const shortMs = 2000; // the default is a little below two minutes

/** A program that holds a video, says "held", and then does what is told. */
const holder = (url, leaseMs, then) => `
    import { withR2Cache } from ${JSON.stringify(new URL('npm/index.mjs', import.meta.url).href)};
    const { release } = await withR2Cache({ src: ${JSON.stringify(url)} }, { leaseMs: ${leaseMs} });
    console.log('held');
    ${then}`;

const forever = 'setInterval(() => {}, 1000);';

describe('a lease of the npm package', () => {
    const folder = temporaryFolder();
    let origin, service, url;

    before(async () => {
        origin = await CountingOrigin.start();
        url = origin.add('a.mp4', videoLikeBytes(random, 100_000));
        service = await start();
        process.env.XDG_RUNTIME_DIR = service.environment.XDG_RUNTIME_DIR;
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    /** The same ports after a restart, as users have it. */
    const start = (ports = {}) =>
        Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, ...ports },
        });

    const leases = async () => (await service.data('GET', '/api/cache/leases')).leases;
    const noLease = async () => (await leases()).length === 0;

    /** Starts a holder and waits until it holds. */
    async function holding(then, leaseMs = 115_000) {
        const args = ['--input-type=module', '-e', holder(url, leaseMs, then)];
        const child = new Child('holder', process.execPath, args, {
            env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR },
            showLog: false,
        });
        await child.line(/^held$/m);
        return child;
    }

    /** Its end, which has to come within 20 s. */
    async function endOf(child) {
        const timer = setTimeout(() => child.process.kill('SIGKILL'), 20_000);
        const end = await child.end();
        clearTimeout(timer);
        return end;
    }

    test('holds the video until release(), which may be called again', async () => {
        const result = await withR2Cache({ src: url });
        const [lease] = await leases();
        assert.ok(lease.leaseMs < 120_000, 'a killed render lets go within two minutes');
        assert.equal(lease.entries.length, 1);
        await Promise.all([result.release(), result.release()]);
        assert.ok(await noLease());
        await result.release();
    });

    test(
        'is let go by `await using`',
        { skip: !Symbol.asyncDispose && 'too old a Node' },
        async () => {
            const result = await withR2Cache({ src: url });
            await result[Symbol.asyncDispose]();
            assert.ok(await noLease());
        }
    );

    test('two renders hold a video each for itself', async () => {
        const first = await withR2Cache({ src: url });
        const second = await withR2Cache({ src: url });
        await first.release();
        assert.equal((await leases()).length, 1);
        await second.release();
        assert.ok(await noLease());
    });

    test('is renewed while the process lives', async () => {
        const result = await withR2Cache({ src: url }, { leaseMs: shortMs });
        const [{ id }] = await leases();
        await waitUntil('it is twice as old as it would be', async () => {
            const [lease] = await leases();
            assert.equal(lease.id, id);
            return Date.parse(lease.renewedAt) - Date.parse(lease.createdAt) > 2 * shortMs;
        });
        await result.release();
        assert.ok(await noLease());
    });

    test('is renewed with the new token after the token was replaced', async () => {
        const result = await withR2Cache({ src: url }, { leaseMs: shortMs });
        const [{ id }] = await leases();
        service.token = (await service.data('POST', '/api/cache/token/rotate')).token;
        const replaced = Date.now();
        await waitUntil('it is renewed', async () => {
            const [lease] = await leases();
            assert.equal(lease.id, id);
            return Date.parse(lease.renewedAt) > replaced;
        });
        await result.release();
        assert.ok(await noLease());
    });

    test('is opened anew after the service was restarted', async () => {
        const result = await withR2Cache({ src: url }, { leaseMs: shortMs });
        const port = (address) => new URL(address).port;
        const ports = {
            CACHE_API_PORT: port(service.apiUrl),
            CACHE_PROXY_PORT: port(service.proxyUrl),
        };
        await service.stop();
        service = await start(ports);
        await waitUntil('there is a lease again', async () => (await leases()).length === 1);
        await result.release();
        assert.ok(await noLease());
    });

    test('release() does not fail where the service has gone', async () => {
        const other = await Service.start({
            home: join(folder, 'other'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url },
        });
        const { apiUrl, token } = other;
        const result = await withR2Cache({ src: url }, { apiUrl, token });
        await other.kill();
        await result.release();
    });

    test('does not keep the process alive, and ends with it', async () => {
        const child = await holding('');
        assert.equal((await endOf(child)).code, 0);
        assert.ok(await noLease());
    });

    for (const [what, then, code] of [
        ['process.exit()', 'process.exit(3);', 3],
        ['an error that nobody caught', 'throw new Error("mine");', 1],
    ]) {
        test(`ends with ${what}`, async () => {
            const end = await endOf(await holding(then));
            assert.equal(end.code, code);
            assert.ok(await noLease());
        });
    }

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        test(`ends with ${signal}, which ends the process as ever`, async () => {
            const child = await holding(forever);
            child.process.kill(signal);
            const end = await endOf(child);
            assert.equal(end.signal, signal);
            assert.ok(await noLease());
        });
    }

    test("leaves a program's own way of ending to it", async () => {
        const own = `
            let times = 0;
            process.on('SIGTERM', () => {
                times += 1;
                setTimeout(() => process.exit(6 + times), 100);
            });
            ${forever}`;
        const child = await holding(own);
        child.process.kill('SIGTERM');
        const end = await endOf(child);
        assert.equal(end.code, 7);
        assert.ok(await noLease());
    });

    test('after release() nothing listens any more', async () => {
        const signals = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'];
        const count = () => signals.map((signal) => process.listenerCount(signal));
        const before = count();
        const result = await withR2Cache({ src: url });
        assert.notDeepEqual(count(), before);
        await result.release();
        assert.deepEqual(count(), before);
    });

    test('ends by itself after the process was killed with -9', async () => {
        const child = await holding(forever, shortMs);
        await child.stop('SIGKILL');
        const killed = performance.now();
        assert.equal((await leases()).length, 1, 'nobody has ended it');
        await waitUntil('it has ended', noLease);
        const took = performance.now() - killed;
        assert.ok(took < shortMs + 1500, `${took} ms`);
    });
});
