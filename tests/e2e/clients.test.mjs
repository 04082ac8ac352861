// SPDX-License-Identifier: GPL-3.0-or-later
// What reads videos besides Remotion: curl, ffmpeg, ffprobe and Chromium, each seeking through the
// proxy, compared with the origin or with the file itself.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { browser } from './lib/browser.mjs';
import { serveFolder } from './lib/fileserver.mjs';
import { request, sha256 } from './lib/http.mjs';
import { realVideos } from './lib/media.mjs';
import { R2 } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { announcedSeed, Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn } from './lib/wait.mjs';

describe('clients of the proxy', () => {
    const folder = temporaryFolder();
    const local = {}; // name → URL at the proxy
    const remote = {}; // name → URL at the origin
    let media, r2, service;

    before(async () => {
        media = await realVideos();
        r2 = await R2.start(
            Object.fromEntries(media.names.map((name) => [name, media.path(name)]))
        );
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: r2.url },
        });
        for (const name of media.names) remote[name] = `${r2.url}/${name}`;
        const { results } = await service.preCache(Object.values(remote));
        for (const [index, name] of media.names.entries()) {
            assert.ok(results[index].success, JSON.stringify(results[index]));
            local[name] = results[index].cacheEntry.localUrl;
        }
    });

    after(() =>
        inTurn(
            () => service?.stop(),
            () => r2?.stop()
        )
    );

    test('curl: every whole video has the SHA-256 of the origin', async () => {
        for (const name of media.names) {
            const output = join(folder, name);
            await run('curl', ['-sS', '--fail', '-o', output, local[name]]);
            const atOrigin = await request(remote[name]);
            assert.equal(sha256(await readFile(output)), sha256(atOrigin.body), name);
        }
    });

    test('200 random ranges have the status, the headers and the bytes of the origin', async () => {
        const random = new Random(announcedSeed());
        for (let count = 0; count < 200; ++count) {
            const name = media.names[random.integer(0, media.names.length - 1)];
            const size = (await readFile(media.path(name))).length;
            const first = random.integer(0, size - 1);
            const last = first + random.integer(0, Math.min(size - first, 2_000_000));
            const range = [`${first}-${last}`, `${first}-`, `-${last - first + 1}`][count % 3];
            const headers = { Range: `bytes=${range}` };
            const atOrigin = await request(remote[name], { headers });
            const atProxy = await request(local[name], { headers });
            const what = `${name} bytes=${range}`;
            assert.equal(atProxy.status, 206, what);
            assert.equal(atProxy.headers['content-range'], atOrigin.headers['content-range'], what);
            assert.equal(Number(atProxy.headers['content-length']), atProxy.body.length, what);
            assert.equal(sha256(atProxy.body), sha256(atOrigin.body), what);
        }
    });

    test('curl: a range, a suffix, resuming and a range past the end', async () => {
        const url = local['large.mp4'];
        const bytes = await readFile(media.path('large.mp4'));
        const fetched = join(folder, 'part');
        const curl = (...args) =>
            run('curl', ['-sS', '-o', fetched, '-w', '%{http_code}', ...args, url]);

        assert.equal((await curl('-r', '1000-4999')).stdout, '206');
        assert.deepEqual(await readFile(fetched), bytes.subarray(1000, 5000));
        assert.equal((await curl('-r', '-777')).stdout, '206');
        assert.deepEqual(await readFile(fetched), bytes.subarray(-777));
        await writeFile(fetched, bytes.subarray(0, 1_234_567));
        assert.equal((await curl('-C', '-')).stdout, '206');
        assert.deepEqual(await readFile(fetched), bytes);
        assert.equal((await curl('-r', `${bytes.length}-`)).stdout, '416');
    });

    for (const name of ['faststart.mp4', 'moov-at-end.mp4', 'vp9.webm', 'large.mp4']) {
        test(`ffprobe and ffmpeg seek in ${name} as in the file`, async () => {
            const probe = async (input) =>
                (await run('ffprobe', [...['-v', 'error', '-show_streams', '-of', 'json', input]]))
                    .stdout;
            assert.equal(await probe(local[name]), await probe(media.path(name)));

            for (const position of [0.2, 1.5, 2.6]) {
                const frames = async (input) =>
                    (
                        await run('ffmpeg', [
                            ...['-nostdin', '-v', 'error', '-ss', String(position), '-i', input],
                            ...['-frames:v', '3', '-an', '-f', 'framemd5', '-'],
                        ])
                    ).stdout;
                assert.equal(await frames(local[name]), await frames(media.path(name)));
            }
        });
    }

    describe('Chromium', () => {
        let chrome, files;

        before(async () => {
            await writeFile(
                join(folder, 'page.html'),
                '<!DOCTYPE html><title>player</title><video muted crossorigin="anonymous"></video>'
            );
            files = await serveFolder(folder);
            chrome = await chromium.launch({
                executablePath: browser(),
                args: ['--no-sandbox', '--disable-dev-shm-usage'],
                env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
            });
        });

        after(() =>
            inTurn(
                () => chrome?.close(),
                () => files?.close()
            )
        );

        /** What a <video> shows at each position: red, green and blue of every 40th pixel. */
        async function pictures(url, positions) {
            const page = await chrome.newPage();
            try {
                await page.goto(`${files.url}/page.html`);
                return await page.evaluate(
                    async ([source, times]) => {
                        const video = document.querySelector('video');
                        const happens = (name) =>
                            new Promise((resolve, reject) => {
                                video.addEventListener(name, resolve, { once: true });
                                video.onerror = () => reject(new Error(video.error.message));
                            });
                        const ready = happens('loadeddata');
                        video.src = source;
                        await ready;
                        const canvas = document.createElement('canvas');
                        canvas.width = video.videoWidth;
                        canvas.height = video.videoHeight;
                        const context = canvas.getContext('2d', { willReadFrequently: true });
                        const shown = [];
                        for (const time of times) {
                            const seeked = happens('seeked');
                            video.currentTime = time;
                            await seeked;
                            context.drawImage(video, 0, 0);
                            const all = context.getImageData(
                                0,
                                0,
                                canvas.width,
                                canvas.height
                            ).data;
                            const some = [];
                            for (let i = 0; i < all.length; i += 160) {
                                some.push(all[i], all[i + 1], all[i + 2]);
                            }
                            shown.push({ time: video.currentTime, pixels: some });
                        }
                        return { duration: video.duration, shown };
                    },
                    [url, positions]
                );
            } finally {
                await page.close();
            }
        }

        for (const [name, positions] of Object.entries({
            'large.mp4': [18.5, 0.5, 9.5],
            'moov-at-end.mp4': [2.5, 0.5, 1.5],
            'vp9.webm': [2.5, 0.5, 1.5],
        })) {
            test(`<video> seeks to three positions of ${name} and shows its frames`, async () => {
                const direct = await serveFolder(media.directory);
                const expected = await pictures(`${direct.url}/${name}`, positions);
                await direct.close();
                const requestsBefore = await r2.requests();
                const shown = await pictures(local[name], positions);

                assert.equal(shown.duration, expected.duration);
                const different = new Set(shown.shown.map(({ pixels }) => sha256(`${pixels}`)));
                assert.equal(different.size, positions.length, 'the pictures differ');
                for (const [index, picture] of shown.shown.entries()) {
                    const wanted = expected.shown[index];
                    assert.equal(picture.time, wanted.time);
                    const difference =
                        picture.pixels.reduce(
                            (sum, value, pixel) => sum + Math.abs(value - wanted.pixels[pixel]),
                            0
                        ) / picture.pixels.length;
                    assert.ok(difference < 1, `${difference} of 255 off at ${picture.time} s`);
                }
                assert.equal((await r2.requests()).length, requestsBefore.length);
            });
        }
    });
});
