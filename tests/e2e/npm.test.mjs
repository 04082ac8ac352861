// SPDX-License-Identifier: GPL-3.0-or-later
// The npm package's withR2Cache() with a real service: what it makes of props, and what it says
// about what could not be had.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { CountingOrigin } from './lib/countingorigin.mjs';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes } from './lib/media.mjs';
import { Random } from './lib/random.mjs';
import { run } from './lib/processes.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { withR2Cache } from './npm/index.mjs';

const random = new Random(11);
const slow = 20_000; // bytes a second
const local = /^http:\/\/localhost:\d+\/video\/[0-9a-f]{32}\.mp4/;

describe('withR2Cache', () => {
    const folder = temporaryFolder();
    const bytes = videoLikeBytes(random, 200_000);
    let origin, service, url, said, options;
    let count = 0;

    before(async () => {
        origin = await CountingOrigin.start();
        url = origin.add('a.mp4', bytes);
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '1' },
        });
        process.env.XDG_RUNTIME_DIR = service.environment.XDG_RUNTIME_DIR;
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    beforeEach(() => {
        said = [];
        options = { log: (sentence) => said.push(sentence) };
    });

    /** A video that nothing has asked for yet. */
    const newVideo = (size, rate) =>
        origin.add(`new-${++count}.mp4`, videoLikeBytes(random, size), rate);

    const leases = async () => (await service.data('GET', '/api/cache/leases')).leases;

    test('gives a copy of the props with local URLs, and everything else as it is', async () => {
        class Theme {
            background = url;
        }
        const own = { when: new Date(), onFrame: () => {}, theme: new Theme(), big: 2n ** 70n };
        const props = {
            title: `see ${url}`,
            scenes: [{ video: { src: url, startFrame: 3 } }],
            ...own,
        };
        props.self = props;

        const result = await withR2Cache(props, options);

        const [{ video }] = result.props.scenes;
        assert.match(video.src, local);
        assert.ok(video.src.startsWith(service.proxyUrl));
        assert.equal(sha256((await request(video.src)).body), sha256(bytes));
        assert.equal(video.startFrame, 3);
        assert.equal(result.props.title, `see ${url}`);
        for (const name of Object.keys(own)) assert.equal(result.props[name], own[name], name);
        assert.equal(result.props.self, result.props);
        assert.equal(props.scenes[0].video.src, url, "the caller's object is as it was");
        assert.equal(result.status, 'ready');
        assert.deepEqual(result.urlMappings, { [url]: video.src });
        assert.deepEqual([result.failed, result.skipped, result.reason], [[], [], null]);
        assert.deepEqual(said, []);
        await result.release();
    });

    test('keeps media fragments', async () => {
        const props = [`${url}#t=1,2`, `${url}#t=3`, url];
        const result = await withR2Cache(props, options);
        const [first, second, plain] = result.props;
        assert.equal(first, `${plain}#t=1,2`);
        assert.equal(second, `${plain}#t=3`);
        await result.release();
    });

    test('caches URLs that are not in the props, for the table', async () => {
        const other = newVideo(50_000);
        const result = await withR2Cache({ src: url }, { ...options, urls: [other] });
        assert.match(result.urlMappings[other], local);
        await result.release();
    });

    test('passes processing options and tags on', async () => {
        const kept = newVideo(50_000);
        const result = await withR2Cache([kept, url], {
            ...options,
            tags: ['spring'],
            processing: { excludePatterns: ['*/a.mp4'] },
        });
        assert.deepEqual(
            result.skipped.map((skipped) => skipped.url),
            [url]
        );
        assert.equal(result.props[1], url);
        const { entries } = await service.data('GET', '/api/cache/entries?tags=spring');
        assert.deepEqual(
            entries.map(({ originalUrl }) => originalUrl),
            [kept]
        );
        await result.release();
    });

    test('gives the same object where there is nothing to replace, and opens no lease', async () => {
        for (const props of [
            { src: '/local.mp4' },
            { src: 'https://example.com/page' },
            {},
            null,
        ]) {
            const result = await withR2Cache(props, options);
            assert.equal(result.props, props);
            assert.equal(result.status, 'unchanged');
            assert.ok(result.reason.endsWith('.'), result.reason);
            await result.release();
        }
        assert.deepEqual(await leases(), []);
        assert.deepEqual(said, []);
    });

    test('takes strings that are no JSON and no URL for what they are', async () => {
        const props = [`${url}\ud800`, 'http://', 'https://[', `${url} `, url];
        const result = await withR2Cache(props, options);
        assert.deepEqual(result.props.slice(0, 4), props.slice(0, 4));
        assert.match(result.props[4], local);
        await result.release();
    });

    test('leaves the URL of a video that cannot be had, and says so without its signature', async () => {
        const missing = `${origin.url}/missing.mp4?X-Amz-Signature=secret#t=1`;
        const result = await withR2Cache([missing, url], options);
        assert.equal(result.props[0], missing);
        assert.match(result.props[1], local);
        assert.equal(result.status, 'ready');
        assert.equal(result.failed.length, 1);
        assert.equal(result.failed[0].url, missing);
        assert.equal(result.failed[0].code, 'origin_not_found');
        assert.equal(said.length, 1);
        assert.match(said[0], /missing\.mp4 keeps its original URL: .* 404/);
        assert.doesNotMatch(said[0], /secret/);
        await result.release();
    });

    test('lets go at once where no video could be had', async () => {
        const missing = `${origin.url}/missing.mp4`;
        const props = { src: missing };
        const result = await withR2Cache(props, options);
        assert.equal(result.props, props);
        assert.deepEqual(await leases(), []);
    });

    test('with strict, such a video is an error that names it, and nothing is held', async () => {
        const missing = `${origin.url}/missing.mp4`;
        await assert.rejects(withR2Cache([missing, url], { ...options, strict: true }), (error) => {
            assert.equal(error.name, 'R2CacheError');
            assert.equal(error.code, 'failed_urls');
            assert.match(error.message, /missing\.mp4/);
            assert.deepEqual(
                error.failed.map((failed) => failed.url),
                [missing]
            );
            return true;
        });
        assert.deepEqual(await leases(), []);
    });

    test('tells how far it is', async () => {
        const progress = [];
        const props = [newVideo(100_000, 200_000), `${origin.url}/missing.mp4`];
        const onProgress = (step) => progress.push(step);
        const result = await withR2Cache(props, { ...options, onProgress });
        const last = progress[progress.length - 1];
        const { total, done, failed, receivedBytes } = last;
        assert.deepEqual([total, done, failed, receivedBytes], [2, 1, 1, 100_000]);
        assert.ok(progress.length > 1);
        assert.ok(progress.every((step, i) => i === 0 || step.done >= progress[i - 1].done));
        await result.release();
    });

    test('an error of onProgress is the caller’s to see, and leaves nothing behind', async () => {
        const props = { src: newVideo(2_000_000, slow) };
        const onProgress = () => {
            throw new RangeError('mine');
        };
        await assert.rejects(withR2Cache(props, { ...options, onProgress }), /^RangeError: mine$/);
        assert.deepEqual(await leases(), []);
    });

    test('after timeoutMs the render may begin: what is missing is streamed', async () => {
        const size = 60_000;
        const missing = newVideo(size, slow);
        const result = await withR2Cache({ src: missing }, { ...options, timeoutMs: 0 });
        assert.equal(result.status, 'streaming');
        assert.match(result.props.src, local);
        origin.setRate(missing, Infinity);
        assert.equal((await request(result.props.src)).body.length, size);
        await result.release();
    });

    test('with strict, that is an error', async () => {
        const missing = newVideo(2_000_000, slow);
        const strict = { ...options, timeoutMs: 100, strict: true };
        await assert.rejects(withR2Cache({ src: missing }, strict), { code: 'timed_out' });
        assert.deepEqual(await leases(), []);
        origin.setRate(missing, Infinity);
    });

    test('a signal ends it: the reason is thrown, downloads and lease end', async () => {
        const missing = newVideo(2_000_000, slow);
        const controller = new AbortController();
        const reason = new Error('enough');
        const onProgress = ({ receivedBytes }) => receivedBytes > 0 && controller.abort(reason);
        const { signal } = controller;
        await assert.rejects(
            withR2Cache({ src: missing }, { ...options, signal, onProgress }),
            (error) => error === reason
        );
        assert.deepEqual(await leases(), []);
        const { jobs } = await service.data('GET', '/api/cache/jobs');
        assert.equal(jobs[0].status, 'cancelled');
        await assert.rejects(
            withR2Cache({ src: url }, { ...options, signal }),
            (e) => e === reason
        );
    });

    test('a cancelled job leaves the URLs as they are', async () => {
        const props = { src: newVideo(2_000_000, slow) };
        const onProgress = async ({ receivedBytes }) => {
            if (receivedBytes === 0) return;
            const { jobs } = await service.data('GET', '/api/cache/jobs');
            await service.api('DELETE', `/api/cache/jobs/${jobs[0].id}`);
        };
        const result = await withR2Cache(props, { ...options, onProgress });
        assert.equal(result.props, props);
        assert.equal(result.failed[0].code, 'cancelled');
    });

    test('what the service refuses is said in its own words', async () => {
        const processing = { qualityFilter: ['best'] };
        const result = await withR2Cache({ src: url }, { ...options, processing });
        assert.equal(result.status, 'unchanged');
        assert.match(said.join(), /options\.qualityFilter/);
    });

    test('a mistake in the options is a TypeError that names it', async () => {
        for (const [wrong, sentence] of [
            [{ timeout: 1 }, /no option timeout\. There are apiUrl, /],
            [{ timeoutMs: '1' }, /timeoutMs .* must be milliseconds/],
            [{ leaseMs: 10 }, /leaseMs .* must be milliseconds from 1000 to a day/],
            [{ urls: url }, /urls .* must be an array of URLs/],
            [7, /options must be an object/],
        ]) {
            await assert.rejects(withR2Cache({}, wrong), { name: 'TypeError', message: sentence });
        }
    });

    test('10,000 URLs take no time that matters once they are here', async () => {
        const props = { frames: Array.from({ length: 10_000 }, (_, i) => `${url}#t=${i}`) };
        const started = performance.now();
        const result = await withR2Cache(props, options);
        const took = performance.now() - started;
        assert.equal(result.props.frames.filter((src) => local.test(src)).length, 10_000);
        assert.ok(took < 5000, `${took} ms`);
        await result.release();
    });

    test("the seed's integration test passes, with a URL and with what is cached", async () => {
        const script = join('npm', 'test-r2-cache-system.js');
        for (const args of [[], [url]]) {
            const { stdout } = await run(process.execPath, [script, ...args], {
                env: service.environment,
            });
            assert.match(stdout, /^8 passed, 0 failed, 0 skipped$/m);
            assert.equal(stdout.match(/^✅ /gm).length, 8);
        }
        await assert.rejects(
            run(process.execPath, [script, `${origin.url}/missing.mp4`], {
                env: service.environment,
            }),
            /❌ Proxy server functionality: .* 404[^]*6 passed, 1 failed, 1 skipped/
        );
        await assert.rejects(
            run(process.execPath, [script], { env: { XDG_RUNTIME_DIR: folder } }),
            /ended with 1:\n❌ No r2cache runs here/
        );
    });
});
