// SPDX-License-Identifier: GPL-3.0-or-later
// `r2cache render` around a real Remotion render, where no r2cache runs before: the pictures are those of
// a bare render, the second time nothing comes from the origin, and what is broken off leaves nothing.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { realVideos } from './lib/media.mjs';
import { R2 } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { remotionRender, RenderHome } from './lib/rendercommand.mjs';
import { temporaryFolder } from './lib/service.mjs';
import { inTurn, waitUntil } from './lib/wait.mjs';

const videos = ['faststart.mp4', 'moov-at-end.mp4'];
const lastFrame = 4;

describe('r2cache render', () => {
    const folder = temporaryFolder();
    const bundle = join(folder, 'bundle');
    let r2, home, props, wanted;

    const framesOf = async (path) =>
        (
            await run('ffmpeg', [
                ...['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-'],
            ])
        ).stdout;

    before(async () => {
        const media = await realVideos(videos);
        r2 = await R2.start(Object.fromEntries(videos.map((name) => [name, media.path(name)])));
        home = await RenderHome.make(join(folder, 'home'), { CACHE_CUSTOM_DOMAINS: r2.url });
        const [node, cli] = remotionRender('', '', '', '');
        await run(node, [cli, 'bundle', 'project/index.jsx', `--out-dir=${bundle}`, '--log=error'], {
            env: home.environment,
        });
        const clips = videos.map((name) => ({ video: { src: `${r2.url}/${name}`, startFrame: 0 } }));
        props = { element: 'OffthreadVideo', scenes: [{ clips }] };
        const file = join(folder, 'props.json');
        await writeFile(file, JSON.stringify(props));
        const output = join(folder, 'bare.mp4');
        const [command, ...args] = remotionRender(bundle, 'OffthreadVideo', output, file, lastFrame);
        await run(command, args, { env: home.environment });
        wanted = await framesOf(output);
    });
    after(() => inTurn(() => home?.stopService(), () => r2?.stop()));

    const render = async (name) => {
        const child = await home.start(name, props, { bundle, lastFrame });
        const end = await child.end();
        assert.equal(end.code, 0, end.stderr);
        return { ...end, report: await home.reportOf(name) };
    };

    test('starts a service, renders the same pictures, and tells Remotion’s own lines', async () => {
        const { stdout, stderr, report } = await render('first');
        assert.equal(await framesOf(home.output('first')), wanted);
        assert.match(stdout, /^Rendered 5\/5/m);
        assert.match(stderr, /started one/);
        assert.equal(report.cachedUrls.length, videos.length);
        assert.deepEqual(report.fallbacks, []);
        assert.equal(report.composition, 'OffthreadVideo');
        assert.deepEqual(
            report.phases.map(({ name }) => name),
            ['caching', 'rendering', 'encoding', 'completed']
        );
        assert.ok(report.bytesFromOrigin > 0);
        assert.equal((await home.get('leases')).leases.length, 0);
        assert.equal((await home.get('renders')).renders.length, 1);
    });

    test('brings nothing from the origin the second time', async () => {
        const before = (await r2.requests()).length;
        const { stderr, report } = await render('second');
        assert.equal(await framesOf(home.output('second')), wanted);
        assert.doesNotMatch(stderr, /started one/);
        assert.equal(report.bytesFromOrigin, 0);
        assert.equal((await r2.requests()).length, before);
    });

    test('leaves no process and no lease when it is interrupted', async () => {
        const child = await home.start('third', props, { bundle, lastFrame: 29 });
        await waitUntil('it renders', () => /^Rendered [1-9]/m.test(child.stdout), {
            timeoutMs: 60_000,
        });
        child.process.kill('SIGINT');
        const { code, signal } = await child.end();
        assert.ok(code > 0 && signal === null, `${code} ${signal}`);
        assert.equal((await home.get('leases')).leases.length, 0);
        const left = (await home.processes()).filter((each) => !each.includes('--no-gui'));
        assert.deepEqual(left, []);
    });
});
