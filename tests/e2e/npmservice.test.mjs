// SPDX-License-Identifier: GPL-3.0-or-later
// How the npm package's withR2Cache() finds its service, and what it does where there is none, the
// wrong one, or one that dies.
import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { CountingOrigin } from './lib/countingorigin.mjs';
import { videoLikeBytes } from './lib/media.mjs';
import { Random } from './lib/random.mjs';
import { run } from './lib/processes.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { withR2Cache } from './npm/index.mjs';

const random = new Random(12);

describe('withR2Cache looks for its service', () => {
    const folder = temporaryFolder();
    let origin, service, props, said, options;

    before(async () => {
        origin = await CountingOrigin.start();
        props = { src: origin.add('a.mp4', videoLikeBytes(random, 100_000)) };
        service = await start('one');
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    const start = (name) =>
        Service.start({
            home: join(folder, name),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url },
        });

    beforeEach(() => {
        said = [];
        options = { log: (sentence) => said.push(sentence) };
        for (const name of ['R2CACHE_API_URL', 'CACHE_API_TOKEN', 'CACHE_DIRECTORY']) {
            delete process.env[name];
        }
        process.env.XDG_RUNTIME_DIR = service.environment.XDG_RUNTIME_DIR;
    });

    /** A new folder for endpoint files. */
    async function runtimeFolder(name) {
        const path = join(folder, name);
        await mkdir(path, { mode: 0o700 });
        process.env.XDG_RUNTIME_DIR = path;
        return path;
    }

    /** Puts a copy of what @p from says where the package looks. */
    async function copyEndpoint(from, to) {
        const { XDG_RUNTIME_DIR: runtime } = from.environment;
        const [name] = await readdir(runtime);
        await copyFile(join(runtime, name), join(to, name));
        await chmod(join(to, name), 0o600);
        return join(to, name);
    }

    async function isCachedBy(wanted, more = {}) {
        said = [];
        const result = await withR2Cache(props, { ...options, ...more });
        assert.deepEqual(said, []);
        assert.ok(result.props.src.startsWith(`${wanted.proxyUrl}/video/`), result.props.src);
        await result.release();
    }

    /** The props come back, one sentence is said; strict throws it. */
    async function isUnchanged(code, sentence, more = {}) {
        said = [];
        const result = await withR2Cache(props, { ...options, ...more });
        assert.equal(result.props, props);
        assert.equal(result.status, 'unchanged');
        assert.match(result.reason, sentence);
        assert.deepEqual(said, [
            `r2cache: the render goes on with the original URLs. ${result.reason}`,
        ]);
        await result.release();
        await assert.rejects(withR2Cache(props, { ...options, ...more, strict: true }), {
            name: 'R2CacheError',
            code,
            message: sentence,
        });
    }

    test('by its endpoint file', () => isCachedBy(service));

    test('by address and token, from options or the environment', async () => {
        await runtimeFolder('by-address');
        await isCachedBy(service, { apiUrl: service.apiUrl, token: service.token });
        await isCachedBy(service, { apiUrl: `${service.apiUrl}/`, token: service.token });
        process.env.R2CACHE_API_URL = service.apiUrl;
        process.env.CACHE_API_TOKEN = service.token;
        await isCachedBy(service);
    });

    test('where none runs, the props come back', async () => {
        const runtime = await runtimeFolder('nobody');
        await isUnchanged('no_service', new RegExp(`No r2cache runs here .*${runtime}.* Start it`));
    });

    test('console.warn says so once, however many renders there are', async () => {
        const text = `
            const { withR2Cache } = require(${JSON.stringify(join(process.cwd(), 'npm'))});
            (async () => {
                for (let i = 0; i < 3; ++i) await withR2Cache({ src: 'https://x.r2.dev/a.mp4' });
                console.log('rendered');
            })();`;
        const env = { XDG_RUNTIME_DIR: folder };
        const { stdout, stderr } = await run(process.execPath, ['-e', text], { env });
        assert.equal(stdout, 'rendered\n');
        assert.match(stderr, /^r2cache: the render goes on .*\n$/);
    });

    test('a file that a dead service has left is as good as none', async () => {
        const runtime = await runtimeFolder('stale');
        const killed = await start('killed');
        await copyEndpoint(killed, runtime);
        await isCachedBy(killed);
        await killed.kill();
        await isUnchanged('no_service', /No r2cache runs here/);
        const { cacheDirectory } = killed;
        await isUnchanged('no_service', /No r2cache runs for the cache directory/, {
            cacheDirectory,
        });
    });

    test('a file that others can read, is a link or is damaged is not believed', async () => {
        const runtime = await runtimeFolder('foreign');
        const file = await copyEndpoint(service, runtime);
        await chmod(file, 0o644);
        await isUnchanged('io', /must be a file of your own that nobody else can read/);
        await chmod(file, 0o600);
        await rename(file, `${file}.aside`);
        await symlink(`${file}.aside`, file);
        await isUnchanged('io', /could not be read \(ELOOP\)/);
        await rm(file);
        await writeFile(file, '{"pid": 1', { mode: 0o600 });
        await isUnchanged('io', /is damaged: delete it and restart/);
        const { cacheDirectory } = service;
        await isUnchanged('io', /is damaged: delete it and restart/, { cacheDirectory });
        const other = await start('beside');
        await copyEndpoint(other, runtime);
        await isCachedBy(other);
        await other.stop();
    });

    test('where two run, the cache directory says which', async () => {
        const runtime = await runtimeFolder('both');
        const other = await start('two');
        try {
            await copyEndpoint(service, runtime);
            await copyEndpoint(other, runtime);
            await isUnchanged(
                'several_services',
                /for (?=.*one\/videos)(?=.*two\/videos).* option cacheDirectory/
            );
            await isCachedBy(other, { cacheDirectory: other.cacheDirectory });
            await symlink(service.home, join(folder, 'link'));
            await isCachedBy(service, { cacheDirectory: join(folder, 'link', 'videos') });
            process.env.CACHE_DIRECTORY = other.cacheDirectory;
            await isCachedBy(other);
            await isCachedBy(service, { cacheDirectory: service.cacheDirectory });
        } finally {
            await other.stop();
        }
        const cacheDirectory = join(folder, 'elsewhere');
        await isUnchanged('no_service', /elsewhere .* One runs for .*one\/videos/, {
            cacheDirectory,
        });
    });

    test('a wrong token is refused, said, and shown nowhere', async () => {
        const token = 'not-the-token';
        await isUnchanged('unauthorized', /does not accept the token/, { token });
        assert.doesNotMatch(said.join(), /not-the-token/);
        await isUnchanged('no_token', /set CACHE_API_TOKEN/, { apiUrl: service.apiUrl });
    });

    test('no token is in what comes back', async () => {
        const result = await withR2Cache(props, options);
        const { inspect } = await import('node:util');
        assert.ok(!inspect(result, { depth: 9, showHidden: true }).includes(service.token));
        assert.ok(!JSON.stringify(result).includes(service.token));
        await result.release();
    });

    test('an address that is none, where nobody answers, or where somebody else does', async () => {
        const token = 'x';
        await isUnchanged('bad_address', /"localhost:3000" .*not of the form/, {
            ...{ apiUrl: 'localhost:3000', token },
        });
        const stranger = http.createServer((_, response) => response.end('<html>Studio</html>'));
        await new Promise((resolve) => stranger.listen(0, '127.0.0.1', resolve));
        const apiUrl = `http://127.0.0.1:${stranger.address().port}`;
        await isUnchanged('unreachable', /is not r2cache: check the port/, { apiUrl, token });
        stranger.closeAllConnections();
        await new Promise((resolve) => stranger.close(resolve));
        await isUnchanged('unreachable', /does not answer \(ECONNREFUSED\)/, { apiUrl, token });
    });

    test('a cache that is switched off leaves the props alone', async () => {
        const off = await Service.start({
            home: join(folder, 'off'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_ENABLED: 'false' },
        });
        process.env.XDG_RUNTIME_DIR = off.environment.XDG_RUNTIME_DIR;
        const result = await withR2Cache(props, options);
        await off.stop();
        assert.equal(result.props, props);
        assert.match(result.reason, /CACHE_ENABLED=false/);
    });

    test('a service that dies while it prepares leaves the props alone', async () => {
        const dying = await start('dying');
        process.env.XDG_RUNTIME_DIR = dying.environment.XDG_RUNTIME_DIR;
        const slow = { src: origin.add('slow.mp4', videoLikeBytes(random, 2_000_000), 20_000) };
        let killed;
        const onProgress = ({ receivedBytes }) => {
            if (receivedBytes > 0) killed ??= dying.kill();
        };
        const result = await withR2Cache(slow, { ...options, onProgress });
        await killed;
        assert.equal(result.props, slow);
        assert.match(said.join(), /does not answer/);
        await result.release();
    });
});
