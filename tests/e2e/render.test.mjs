// SPDX-License-Identifier: GPL-3.0-or-later
// The main job with everything real: media in R2 → a nested config → process-config → a Remotion
// render that reads only from the local proxy, compared with a render from local files.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browser } from './lib/browser.mjs';
import { serveFolder } from './lib/fileserver.mjs';
import { request, sha256 } from './lib/http.mjs';
import { realVideos } from './lib/media.mjs';
import { R2 } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn } from './lib/wait.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const videos = ['faststart.mp4', 'moov-at-end.mp4', 'vp9.webm'];

/** Whether an element's output is the same from run to run. */
const isExact = { OffthreadVideo: true, MediaVideo: true, Html5Video: false };

/** JSON may write a slash in two ways. */
const escaped = (text) => text.replaceAll('/', '\\/');

/** What a Remotion project passes as props: URLs at several depths among everything else. */
const config = (element, base) => `{
  "element": "${element}",
  "campaign": 9007199254740993, "scale": 1.0, "empty": [ ], "note": "caf\\u00e9 \\/ r2.dev",
  "scenes": [
    {"title": "One", "clips": [ {"video": {"src": "${base}/${videos[0]}", "startFrame": 0}} ]},
    {"title": "Two", "clips": [
      {"video": {"src": "${escaped(`${base}/${videos[1]}`)}", "startFrame": 20}},
      {"video": {"src": "${base}/${videos[2]}", "startFrame": 40}}
    ]}
  ]
}`;

const sourcesOf = (props) =>
    props.scenes.flatMap((scene) => scene.clips.map((clip) => clip.video.src));

describe('a Remotion render through the cache', () => {
    const folder = temporaryFolder();
    const references = {}; // element → its render from local files
    let media, r2, service, localFiles;

    const remotion = (...args) =>
        run(process.execPath, [join(here, 'node_modules/@remotion/cli/remotion-cli.js'), ...args], {
            cwd: here,
            env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
        });

    before(async () => {
        media = await realVideos(videos);
        r2 = await R2.start(
            Object.fromEntries(videos.map((name) => [`tour/${name}`, media.path(name)]))
        );
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: r2.url },
        });
        localFiles = await serveFolder(media.directory);
        await remotion(
            ...['bundle', 'project/index.jsx', `--out-dir=${join(folder, 'bundle')}`, '--log=error']
        );
    });

    after(() =>
        inTurn(
            () => service?.stop(),
            () => r2?.stop(),
            () => localFiles?.close()
        )
    );

    /** Renders ten frames of @p element with these props. @return path of the video */
    async function render(element, name, propsText) {
        const props = join(folder, `${element}-${name}.json`);
        const output = join(folder, `${element}-${name}.mp4`);
        await writeFile(props, propsText);
        await remotion(
            ...['render', join(folder, 'bundle'), element, output],
            // One page at a time: two would want all six connections Chromium has for one server.
            ...[`--props=${props}`, '--frames=0-9', '--concurrency=1', '--image-format=png'],
            ...['--timeout=120000', `--browser-executable=${browser()}`, '--log=error']
        );
        return output;
    }

    /** The decoded frames and samples, as one hash each. */
    async function decoded(path) {
        const { stdout } = await run('ffmpeg', [
            ...['-nostdin', '-v', 'error', '-i', path, '-map', '0', '-f', 'framemd5', '-'],
        ]);
        assert.equal(stdout.match(/^0,/gm).length, 10, 'ten frames were rendered');
        return stdout;
    }

    /** Structural similarity of all frames: 1 for equal pictures. */
    async function similarity(path, referencePath) {
        const { stderr } = await run('ffmpeg', [
            ...['-nostdin', '-i', path, '-i', referencePath],
            ...['-lavfi', '[0:v][1:v]ssim', '-f', 'null', '-'],
        ]);
        return Number(/SSIM.* All:([\d.]+)/.exec(stderr)[1]);
    }

    async function looksAsFromLocalFiles(element, path) {
        if (isExact[element]) {
            assert.equal(await decoded(path), await decoded(references[element]));
        } else {
            const ssim = await similarity(path, references[element]);
            assert.ok(ssim >= 0.99, `SSIM is ${ssim}`);
        }
    }

    /** The props that process-config gives back, checked to differ in the URLs only. */
    async function rewritten(element) {
        const original = config(element, `${r2.url}/tour`);
        const answer = await service.processConfig(original);
        assert.deepEqual(answer.failed, []);
        assert.equal(answer.hasR2Urls, true);

        let restored = answer.text;
        for (const [index, local] of sourcesOf(answer.updatedConfig).entries()) {
            assert.match(local, /^http:\/\/localhost:\d+\/video\/[0-9a-f]{32}\.(mp4|webm)$/);
            assert.ok(local.startsWith(`${service.proxyUrl}/`), local);
            const remote = sourcesOf(JSON.parse(original))[index];
            const asSent = original.includes(`"${remote}"`) ? remote : escaped(remote);
            restored = restored.replaceAll(local, asSent).replaceAll(escaped(local), asSent);
        }
        assert.ok(restored.includes(original), 'everything but the URLs is as it was sent');
        return JSON.stringify(answer.updatedConfig);
    }

    const proxyRequests = async () =>
        (await request(`${service.proxyUrl}/cache/stats`)).json().proxy.totalRequests;

    test('process-config brings every video, and the proxy serves the bytes of R2', async () => {
        const props = JSON.parse(await rewritten('OffthreadVideo'));
        for (const [index, local] of sourcesOf(props).entries()) {
            const served = await request(local);
            assert.equal(sha256(served.body), sha256(await readFile(media.path(videos[index]))));
        }
    });

    for (const element of Object.keys(isExact)) {
        test(`${element} renders as from local files and asks R2 for nothing`, async () => {
            const localProps = config(element, localFiles.url);
            references[element] = await render(element, 'reference', localProps);
            const props = await rewritten(element);
            const askedOfR2 = (await r2.requests()).length;
            const askedOfProxy = await proxyRequests();
            await looksAsFromLocalFiles(element, await render(element, 'cached', props));
            assert.equal((await r2.requests()).length, askedOfR2);
            assert.ok((await proxyRequests()) >= askedOfProxy + videos.length);
        });
    }

    describe('with R2 stopped', () => {
        before(() => r2.stop());

        for (const element of Object.keys(isExact)) {
            test(`${element} renders the same`, async () => {
                const props = await rewritten(element);
                await looksAsFromLocalFiles(element, await render(element, 'offline', props));
            });
        }
    });
});
